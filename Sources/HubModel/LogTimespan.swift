/// The time that a query of the log is about: `PT1H`, `2026-11-26T10:00:00Z/2026-11-26T11:00:00Z`, or one end of it and a
/// duration, as in ISO 8601 and the API of Log Analytics.
package enum LogTimespan: Equatable, Sendable {
    /// So long before now.
    case last(Duration)
    /// The end does not count.
    case between(Timestamp, Timestamp)

    /// A hundred years; longer ones are no question about a log.
    private static let longestSeconds: Int64 = 100 * 366 * 86_400

    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 1:
            guard let duration = Self.duration(text) else { return nil }
            self = .last(duration)
        case 2:
            let (start, end) = (Timestamp(parts[0]), Timestamp(parts[1]))
            if let start, let end, start <= end {
                self = .between(start, end)
            } else if let start, let duration = Self.duration(parts[1]) {
                self = .between(start, start + duration)
            } else if let end, let duration = Self.duration(parts[0]) {
                self = .between(Timestamp(milliseconds: end.milliseconds - duration.wholeMilliseconds), end)
            } else {
                return nil
            }
        default: return nil
        }
    }

    /// Both ends, as milliseconds; the last does not count.
    package func range(now: Timestamp) -> Range<Int64> {
        switch self {
        case .last(let duration): now.milliseconds - duration.wholeMilliseconds..<Int64.max
        case .between(let start, let end): start.milliseconds..<end.milliseconds
        }
    }

    /// Reads an ISO 8601 duration of days, hours, minutes and seconds, such as `P1D` or `PT1H30M`.
    private static func duration(_ text: String) -> Duration? {
        guard text.first == "P" else { return nil }
        var units: [(Character, Int64)] = [("D", 86_400)]
        var seconds: Int64 = 0
        var digits = ""
        var hasUnit = false
        var isTime = false
        for character in text.dropFirst() {
            if character == "T", !isTime, digits.isEmpty {
                isTime = true
                units = [("H", 3600), ("M", 60), ("S", 1)]
                hasUnit = false
            } else if character.isASCII, character.isNumber {
                digits.append(character)
            } else {
                guard let index = units.firstIndex(where: { $0.0 == character }), let number = Int64(digits),
                    number <= longestSeconds
                else { return nil }
                seconds += number * units[index].1
                guard seconds <= longestSeconds else { return nil }
                units.removeFirst(index + 1)
                digits = ""
                hasUnit = true
            }
        }
        return hasUnit && digits.isEmpty ? .seconds(seconds) : nil
    }
}

extension LogTimespan: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = LogTimespan(text) else {
            throw BodyError.invalidValue(
                path: BodyError.path(decoder.codingPath),
                problem:
                    "'\(VisibleText.show(text, limit: 80))' is neither a duration such as PT1H nor two times with a '/' between"
            )
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    /// A text that is read as the same value.
    package var text: String {
        switch self {
        case .last(let duration): "PT\(duration.components.seconds)S"
        case .between(let start, let end): "\(start)/\(end)"
        }
    }
}
