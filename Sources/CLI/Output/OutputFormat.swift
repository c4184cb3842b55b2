/// The forms of `-o`.
enum OutputFormat: String, CaseIterable, Sendable {
    /// As `az` prints it: two spaces of indentation, sorted members.
    case json
    /// The same in colour on a terminal.
    case jsonc
    /// An element of a list on each line; anything else on one line.
    case jsonl
    case yaml
    /// For people.
    case table
    /// Values separated by tabs, without a header line.
    case tsv
    case none
}
