import HubModel

/// The `Retry-After` field (RFC 9110 §10.2.3): seconds, or a date.
enum RetryAfter {
    private static let months = [
        "Jan": "01", "Feb": "02", "Mar": "03", "Apr": "04", "May": "05", "Jun": "06", "Jul": "07", "Aug": "08",
        "Sep": "09", "Oct": "10", "Nov": "11", "Dec": "12",
    ]

    /// How long to wait from `now`; `nil` when the value is neither form.
    static func duration(_ text: String, now: Timestamp) -> Duration? {
        // Nine digits are 31 years: whoever is told to wait longer is told never.
        if !text.isEmpty, text.utf8.count <= 9, text.utf8.allSatisfy(\.isDigit), let seconds = Int64(text) {
            return .seconds(seconds)
        }
        guard let date = date(text) else { return nil }
        return max(.zero, date - now)
    }

    /// An IMF-fixdate such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).
    private static func date(_ text: String) -> Timestamp? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let month = months[String(parts[2])] else { return nil }
        return Timestamp("\(parts[3])-\(month)-\(parts[1])T\(parts[4])Z")
    }
}
