/// What one query of the log may use, beside its time.
package struct LogLimits: Sendable {
    /// Rows of an answer to a query that names no number.
    package var rows: Int64 = 1000
    /// Rows of any answer.
    package var maximumRows: Int64 = 10_000
    /// Groups of one `summarize` or `distinct`: enough for each minute of two months, or for each of many devices.
    package var groups = 100_000
    /// The text of an answer, about; a portal or a terminal shows no more.
    package var answerBytes = 8 << 20

    package static let standard = LogLimits()
}
