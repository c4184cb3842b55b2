import HubModel
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-11-20T08:12:44Z", 1_795_162_364_000),
        ("2000-02-29T23:59:59Z", 951_868_799_000),
        ("1969-12-31T23:59:59.999Z", -1), ("2026-11-20T08:12:44.050Z", 1_795_162_364_050),
        ("9999-12-31T23:59:59Z", 253_402_300_799_000),
    ])
    func `a time reads and writes as RFC 3339`(text: String, milliseconds: Int64) throws {
        #expect(try #require(Timestamp(text)).milliseconds == milliseconds)
        #expect(Timestamp(milliseconds: milliseconds).description == text)
    }

    @Test(arguments: [
        ("2026-11-20T10:12:44+02:00", "2026-11-20T08:12:44Z"), ("2026-11-20T06:42:44-01:30", "2026-11-20T08:12:44Z"),
        ("2026-11-20t08:12:44z", "2026-11-20T08:12:44Z"), ("2026-11-20T08:12:44.1239999Z", "2026-11-20T08:12:44.123Z"),
        ("2026-11-20T08:12:44.5Z", "2026-11-20T08:12:44.500Z"),
    ])
    func `offsets and fractions are understood`(text: String, expected: String) {
        #expect(Timestamp(text)?.description == expected)
    }

    @Test(arguments: [
        "", "2026-11-20", "2026-11-20T08:12:44", "2026-13-20T08:12:44Z", "2026-02-29T08:12:44Z", "2026-11-20T24:00:00Z",
        "2026-11-20T08:60:00Z", "2026-11-20T08:12:61Z", "2026-11-20 08:12:44Z", "2026-11-20T08:12:44.Z",
        "2026-11-20T08:12:44+0200", "2026-11-20T08:12:44+24:00", "２026-11-20T08:12:44Z", "2026-11-20T08:12:44ZZ",
    ])
    func `what is not a time is refused`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func `every prefix of a time is refused`() {
        let text = "2026-11-20T08:12:44.050+01:00"
        for length in 0..<text.count {
            #expect(Timestamp(String(text.prefix(length))) == nil, "\(text.prefix(length))")
        }
    }

    @Test func `every day for four centuries goes there and back`() throws {
        for day in Int64(-150_000)..<150_000 where day % 7 == 0 {
            let time = Timestamp(seconds: day * 86_400)
            #expect(try #require(Timestamp(time.description)) == time)
        }
    }

    @Test func `the day of a version is the UTC day`() {
        #expect(Timestamp("2026-11-20T23:59:59Z")?.dayNumber == 20_261_120)
        #expect(Timestamp("2026-11-21T00:30:00+01:00")?.dayNumber == 20_261_120)
    }
}
