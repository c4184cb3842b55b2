import HubModel
import Testing

struct RetryAfterTests {
    private static let now = Timestamp("1994-11-06T08:49:00Z") ?? Timestamp(seconds: 0)

    @Test(arguments: [
        ("0", Duration.zero), ("120", .seconds(120)), ("Sun, 06 Nov 1994 08:49:37 GMT", .seconds(37)),
        ("Sun, 06 Nov 1994 08:48:37 GMT", .zero),
    ])
    func `seconds and dates are read`(_ text: String, _ duration: Duration) {
        #expect(RetryAfter.duration(text, now: Self.now) == duration)
    }

    @Test(arguments: [
        "", "-1", "1.5", "+3", "soon", "99999999999999999999", "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 31 Feb 1994 08:49:37 GMT",
    ])
    func `anything else is no time`(_ text: String) {
        #expect(RetryAfter.duration(text, now: Self.now) == nil)
    }
}
