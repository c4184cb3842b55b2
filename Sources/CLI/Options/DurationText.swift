import HubModel

/// Durations on the command line: `30`, `30s`, `500ms`, `10m`, `2h`, `90d`.
enum DurationText {
    private static let units: [(suffix: String, milliseconds: Int64)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000), ("", 1000),
    ]
    /// About a century: no duration of ours is longer, and none shorter overflows.
    private static let maximumMilliseconds: Int64 = 100 * 366 * 86_400_000

    /// Reads a duration above zero; a number alone counts seconds.
    static func parse(_ text: String) throws -> Duration {
        let digits = text.prefix { $0.isASCII && $0.isWholeNumber }
        let suffix = text.dropFirst(digits.count)
        guard let unit = units.first(where: { $0.suffix == suffix }), let number = Int64(digits), number > 0,
            number <= maximumMilliseconds / unit.milliseconds
        else { throw Choice.Failure(description: "a duration is a number with ms, s, m, h or d, such as 30s.") }
        return .milliseconds(number * unit.milliseconds)
    }
}
