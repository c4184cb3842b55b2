package import HubModel

/// Bare host names, one a line: for filters that take nothing else.
package enum NamesFormat {
    /// The names of all records, sorted, each once.
    ///
    /// No comments: many readers take every line for a name.
    package static func text(of list: Allowlist) -> String {
        Set(list.value.flatMap(\.urls)).sorted().map { $0 + "\n" }.joined()
    }
}
