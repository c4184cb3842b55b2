package import HubModel

/// A value that stands in a query.
package enum LogValue: Equatable, Sendable {
    case string(String)
    case long(Int64)
    case real(Double)
    case datetime(Timestamp)
    /// In milliseconds.
    case timespan(Int64)

    var type: LogType {
        switch self {
        case .string: .string
        case .long: .long
        case .real: .real
        case .datetime: .datetime
        case .timespan: .timespan
        }
    }

    /// The longest span that the language knows: 10,675,199 days, .NET's `TimeSpan`.
    static let longestTimespan: Int64 = 10_675_199 * 86_400_000
    /// From year 1 to year 9999, .NET's `DateTime`.
    static let times = Timestamp(milliseconds: -62_135_596_800_000)...Timestamp(milliseconds: 253_402_300_799_999)

    /// The sum or difference of two values of time; `nil` where there is none, or where it is out of range.
    func adding(_ other: LogValue, sign: Int64) -> LogValue? {
        switch (self, other) {
        case (.datetime(let time), .timespan(let span)):
            let sum = Timestamp(milliseconds: time.milliseconds + sign * span)
            return Self.times.contains(sum) ? .datetime(sum) : nil
        case (.timespan(let left), .timespan(let right)):
            let sum = left + sign * right
            return abs(sum) <= Self.longestTimespan ? .timespan(sum) : nil
        case (.timespan, .datetime) where sign > 0: return other.adding(self, sign: 1)
        default: return nil
        }
    }
}
