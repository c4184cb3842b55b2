import HubModel

/// Bare host names, one a line: for filters that take nothing else, and for external dynamic lists of domains.
enum NamesFormat {
    /// The names of all records, sorted, each once.
    ///
    /// No comments: many readers take every line for a name.
    static func text(of rules: RuleSource) -> String {
        Set(rules.destinations.map(\.host)).sorted().map { $0 + "\n" }.joined()
    }
}
