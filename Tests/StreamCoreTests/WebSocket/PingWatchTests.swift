import HubModel
import StreamCore
import Testing

@Suite struct PingWatchTests {
    private let start = Timestamp(seconds: 1000)

    private func after(_ seconds: Int64) -> Timestamp { Timestamp(seconds: 1000 + seconds) }

    private func watch() -> PingWatch {
        PingWatch(interval: .seconds(30), patience: .seconds(10), now: start)
    }

    @Test func `thirty seconds of silence ask, silence after that means gone`() {
        var watch = watch()
        #expect(watch.woke(now: start) == .wake(at: after(30)))
        #expect(watch.woke(now: after(29)) == .wake(at: after(30)))
        #expect(watch.woke(now: after(30)) == .ping(wakeAt: after(40)))
        #expect(watch.woke(now: after(39)) == .wake(at: after(40)))
        #expect(watch.woke(now: after(40)) == .peerGone)
        #expect(watch.woke(now: after(41)) == .peerGone)
    }

    @Test func `a peer that talks is not asked`() {
        var watch = watch()
        for second in stride(from: Int64(20), through: 200, by: 20) {
            watch.heard(now: after(second))
            #expect(watch.woke(now: after(second + 15)) == .wake(at: after(second + 30)))
        }
    }

    @Test func `an answer ends the question, and the next silence asks again`() {
        var watch = watch()
        #expect(watch.woke(now: after(31)) == .ping(wakeAt: after(41)))
        watch.heard(now: after(40))
        #expect(watch.woke(now: after(41)) == .wake(at: after(70)))
        #expect(watch.woke(now: after(70)) == .ping(wakeAt: after(80)))
        #expect(watch.woke(now: after(80)) == .peerGone)
    }

    @Test func `what comes after the end is too late`() {
        var watch = watch()
        _ = watch.woke(now: after(30))
        _ = watch.woke(now: after(40))
        watch.heard(now: after(41))
        watch.held()
        watch.released(now: after(42))
        #expect(watch.woke(now: after(43)) == .peerGone)
    }

    @Test func `silence while held means nothing`() {
        var watch = watch()
        _ = watch.woke(now: after(30))
        watch.held()
        #expect(watch.woke(now: after(40)) == .wake(at: after(70)))
        watch.heard(now: after(50))
        #expect(watch.woke(now: after(500)) == .wake(at: after(530)))
        watch.released(now: after(510))
        #expect(watch.woke(now: after(530)) == .wake(at: after(540)))
        #expect(watch.woke(now: after(540)) == .ping(wakeAt: after(550)))
        #expect(watch.woke(now: after(550)) == .peerGone)
    }

    @Test func `a release without a hold changes nothing`() {
        var watch = watch()
        watch.released(now: after(20))
        #expect(watch.woke(now: after(30)) == .ping(wakeAt: after(40)))
        watch.released(now: after(35))
        #expect(watch.woke(now: after(40)) == .peerGone)
    }

    @Test func `a clock that is set back puts nothing off for long`() {
        var watch = watch()
        #expect(watch.woke(now: after(-5000)) == .wake(at: after(-4970)))
        #expect(watch.woke(now: after(-4970)) == .ping(wakeAt: after(-4960)))
        #expect(watch.woke(now: after(-9000)) == .wake(at: after(-8990)))
        #expect(watch.woke(now: after(-8990)) == .peerGone)
    }

    @Test func `the gateway asks after thirty seconds`() {
        var watch = PingWatch(now: start)
        #expect(watch.woke(now: start) == .wake(at: after(30)))
        #expect(watch.woke(now: after(30)) == .ping(wakeAt: after(120)))
    }

    @Test(arguments: [200, 236, 469, 1000, 4200])
    func `what was lost in half a minute without a network is sent again in time`(firstMilliseconds: Int) {
        let cut = Duration.seconds(30)
        var waits = Duration.milliseconds(firstMilliseconds)
        var sent = waits
        // RFC 6298 §5.5.
        while sent < cut {
            waits *= 2
            sent += waits
        }
        #expect(sent < StreamPatience.stall)
        // The ping itself may be what was lost; its answer may be lost, too, at the very end of the cut.
        #expect(sent < PingWatch.standardPatience)
        // A gateway may leave a ping unread while the other side stalls.
        #expect(StreamPatience.stall < PingWatch.standardPatience)
    }
}
