import Testing

@testable import HubClient

struct RetryScheduleTests {
    @Test func `an answer is delivered`() {
        var schedule = RetrySchedule(retries: 3, budget: .seconds(60))
        #expect(schedule.ended(.settled, took: .seconds(1), jitter: 0) == .deliver)
    }

    @Test func `waits double and have jitter`() {
        var schedule = RetrySchedule(retries: 3, budget: .seconds(60))
        #expect(schedule.ended(.broken, took: .zero, jitter: 0) == .retry(after: .milliseconds(100)))
        #expect(schedule.ended(.broken, took: .zero, jitter: 0.5) == .retry(after: .milliseconds(300)))
        #expect(schedule.ended(.broken, took: .zero, jitter: 0) == .retry(after: .milliseconds(400)))
        #expect(schedule.ended(.broken, took: .zero, jitter: 0) == .deliver)
    }

    @Test func `a wait that the server did not ask for is bounded`() {
        var schedule = RetrySchedule(retries: 20, budget: .seconds(1000))
        var longest = Duration.zero
        while case .retry(let wait) = schedule.ended(.refused(retryAfter: nil), took: .zero, jitter: 1) {
            longest = max(longest, wait)
        }
        #expect(longest == RetrySchedule.maximumDelay)
    }

    @Test func `the server's wait is kept`() {
        var schedule = RetrySchedule(retries: 1, budget: .seconds(60))
        let action = schedule.ended(.refused(retryAfter: .seconds(7)), took: .seconds(1), jitter: 0)
        #expect(action == .retry(after: .seconds(7)))
        #expect(schedule.remaining == .seconds(52))
    }

    @Test func `a wait beyond the time that is left is not begun`() {
        var schedule = RetrySchedule(retries: 5, budget: .seconds(10))
        #expect(schedule.ended(.refused(retryAfter: .seconds(10)), took: .zero, jitter: 0) == .deliver)
        #expect(schedule.ended(.refused(retryAfter: .seconds(86_400)), took: .zero, jitter: 0) == .deliver)
    }

    @Test func `what is not idempotent is sent once`() {
        var schedule = RetrySchedule(retries: 0, budget: .seconds(60))
        #expect(schedule.ended(.broken, took: .zero, jitter: 0) == .deliver)
        #expect(HubRequest.Method.allCases.filter { !$0.isIdempotent } == [.post, .patch])
    }
}
