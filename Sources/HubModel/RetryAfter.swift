/// The `Retry-After` field (RFC 9110 §10.2.3): seconds, or a date.
package enum RetryAfter {
    /// How long to wait from `now`; `nil` when the value is neither form.
    package static func duration(_ text: String, now: Timestamp) -> Duration? {
        // Nine digits are 31 years: whoever is told to wait longer is told never.
        if !text.isEmpty, text.utf8.count <= 9, text.utf8.allSatisfy(\.isDigit), let seconds = Int64(text) {
            return .seconds(seconds)
        }
        guard let date = Timestamp(httpDate: text) else { return nil }
        return max(.zero, date - now)
    }
}
