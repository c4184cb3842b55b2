import HubModel
import Testing

@Suite struct ErrorWaitTests {
    @Test(
        arguments: [
            (.throttling, nil, 5), (.serviceUnavailable, nil, 5),
            (.streamLimitReached, .seconds(1), 1),
            (.throttling, .milliseconds(1001), 2), (.throttling, .zero, 1), (.throttling, .milliseconds(-5000), 1),
            (.deviceNotOnline, .seconds(60), 60), (.deviceNotOnline, nil, nil),
        ] as [(ErrorCode, Duration?, Int?)]
    )
    func `throttled and unavailable always say when to come again`(code: ErrorCode, wait: Duration?, seconds: Int?) {
        #expect(HubError(code, "Later.", retryAfter: wait).withRetryAfter.retryAfterSeconds == seconds)
    }
}
