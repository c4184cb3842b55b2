/// The forms of `--error-format`.
enum ErrorFormat: String, CaseIterable, Sendable {
    /// `text`, but `json` where the output is `jsonl` and nobody sits before standard error: then a program reads both.
    case auto
    /// What, why, what next; for people.
    case text
    /// The error body of the REST API on one line.
    case json
}
