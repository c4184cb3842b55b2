import HubModel
import Testing

@testable import StreamCore

@Suite struct ReconnectScheduleTests {
    private let start = Timestamp(seconds: 1_795_000_000)

    private func at(_ seconds: Double) -> Timestamp { start + .milliseconds(Int64(seconds * 1000)) }

    @Test func `it connects once it is started, and only once`() {
        var schedule = ReconnectSchedule()
        #expect(schedule.started() == .connect)
        #expect(schedule.started() == .nothing)
    }

    @Test func `waits double up to a minute, at least half of each`() {
        var schedule = ReconnectSchedule()
        _ = schedule.started()
        var now = start
        for expected in [1, 2, 4, 8, 16, 32, 60, 60] {
            let wake = now + .milliseconds(Int64(expected) * 500)
            #expect(schedule.failed(jitter: 0, now: now) == .wake(at: wake))
            #expect(schedule.expired(now: wake) == .connect)
            now = wake
        }
        #expect(schedule.failed(jitter: 0.5, now: now) == .wake(at: now + .seconds(45)))
    }

    @Test func `a hub that asks for more time gets it`() {
        var schedule = ReconnectSchedule()
        _ = schedule.started()
        #expect(schedule.failed(retryAfter: .seconds(90), jitter: 0, now: start) == .wake(at: at(90)))
    }

    @Test func `an early timer asks to be called again`() {
        var schedule = ReconnectSchedule()
        _ = schedule.started()
        _ = schedule.failed(jitter: 0, now: start)
        #expect(schedule.expired(now: at(0.1)) == .wake(at: at(0.5)))
    }

    @Test func `a connection that lasted begins the waits anew, another does not`() {
        for (lasted, wait) in [(29.0, 4.0), (30.0, 1.0)] {
            var schedule = ReconnectSchedule()
            _ = schedule.started()
            _ = schedule.failed(jitter: 0, now: start)
            _ = schedule.expired(now: at(1))
            _ = schedule.failed(jitter: 0, now: at(1))
            _ = schedule.expired(now: at(2))
            #expect(schedule.connected(credential: nil, jitter: 0, now: at(10)) == .nothing)
            #expect(schedule.lost(jitter: 0, now: at(10 + lasted)) == .wake(at: at(10 + lasted + wait / 2)))
        }
    }

    @Test func `a credential is renewed at four fifths of its life, or a little earlier`() {
        for (jitter, seconds) in [(0.0, 2880.0), (0.5, 2700.0)] {
            var schedule = ReconnectSchedule()
            _ = schedule.started()
            let wake = schedule.connected(credential: .seconds(3600), jitter: jitter, now: start)
            #expect(wake == .wake(at: at(seconds)))
            #expect(schedule.expired(now: at(seconds)) == .renew)
        }
    }

    @Test func `a renewal that fails is tried again while the old connection serves`() {
        var schedule = renewing()
        #expect(schedule.failed(jitter: 0, now: at(2880)) == .wake(at: at(2880.5)))
        #expect(schedule.expired(now: at(2880.5)) == .renew)
        #expect(schedule.connected(credential: .seconds(3600), jitter: 0, now: at(2881)) == .wake(at: at(5761)))
    }

    @Test func `the old connection may end while its successor is on the way`() {
        var schedule = renewing()
        #expect(schedule.lost(jitter: 0, now: at(2881)) == .nothing)
        #expect(schedule.connected(credential: nil, jitter: 0, now: at(2882)) == .nothing)
    }

    @Test func `after the end nothing happens`() {
        var schedule = renewing()
        schedule.stopped()
        #expect(schedule.started() == .nothing)
        #expect(schedule.connected(credential: nil, jitter: 0, now: start) == .nothing)
        #expect(schedule.failed(jitter: 0, now: start) == .nothing)
        #expect(schedule.lost(jitter: 0, now: start) == .nothing)
        #expect(schedule.expired(now: at(9999)) == .nothing)
    }

    private func renewing() -> ReconnectSchedule {
        var schedule = ReconnectSchedule()
        _ = schedule.started()
        _ = schedule.connected(credential: .seconds(3600), jitter: 0, now: start)
        _ = schedule.expired(now: at(2880))
        return schedule
    }
}
