import HubModel
import Testing

@Suite struct LogTimespanTests {
    private static let now = Timestamp(seconds: 1_800_000_000)

    @Test(arguments: [
        ("PT1H", -3600, nil), ("P1D", -86_400, nil), ("P1DT2H3M4S", -93_784, nil), ("PT90M", -5400, nil),
        ("2027-01-15T07:00:00Z/2027-01-15T08:00:00Z", -3600, 0), ("2027-01-15T07:00:00Z/PT30M", -3600, -1800),
        ("PT30M/2027-01-15T08:00:00Z", -1800, 0),
    ])
    func `a timespan is a range of times`(_ text: String, _ start: Int64, _ end: Int64?) throws {
        let timespan = try #require(LogTimespan(text))
        let now = Self.now.milliseconds
        #expect(timespan.range(now: Self.now) == now + start * 1000..<(end.map { now + $0 * 1000 } ?? .max))
        #expect(LogTimespan(timespan.text) == timespan)
    }

    @Test(arguments: [
        "", "P", "PT", "1H", "PT1", "PTH", "PT1D", "P1H", "PT1M1H", "PT1H/", "/PT1H", "PT1H/PT1H", "P1D/x", "PT1.5H",
        "PT-1H",
        "2027-01-15T09:00:00Z/2027-01-15T08:00:00Z", "PT99999999999999999999S", "P99999999D", "P1DT", "PT1HT1H",
    ])
    func `anything else is none`(_ text: String) {
        #expect(LogTimespan(text) == nil)
    }
}
