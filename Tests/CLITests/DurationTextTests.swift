import Testing

@testable import CLI

struct DurationTextTests {
    @Test(arguments: [
        ("30", Duration.seconds(30)), ("30s", .seconds(30)), ("500ms", .milliseconds(500)), ("10m", .seconds(600)),
        ("2h", .seconds(7200)), ("90d", .seconds(7_776_000)),
    ])
    func `a number has a unit`(_ text: String, _ duration: Duration) throws {
        #expect(try DurationText.parse(text) == duration)
    }

    @Test(arguments: [
        "", "0", "0s", "-1", "+1", "1.5", "1w", "s", "1 s", "\u{0663}s", "99999999999999999999", "999999d",
    ])
    func `anything else is refused`(_ text: String) {
        #expect(throws: Choice.Failure.self) { try DurationText.parse(text) }
    }
}
