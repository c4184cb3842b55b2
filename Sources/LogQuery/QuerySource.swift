import HubModel

/// The text of a query, for those who point into it.
struct QuerySource {
    /// The member of the request that holds a query.
    static let target = "query"
    /// How much of a line is shown on either side of the mark: with both, the line fits a terminal.
    private static let shownOnEitherSide = 36
    /// How much of what offends is named.
    private static let namedLength = 40

    let scalars: [Unicode.Scalar]

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    /// What stands at a place, made safe to show.
    func shown(_ range: Range<Int>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[range.clamped(to: scalars.indices)])
        return VisibleText.show(String(text), limit: Self.namedLength)
    }

    /// Line and column, from 1.
    func place(_ offset: Int) -> (line: Int, column: Int) {
        let before = scalars.prefix(offset)
        let start = lineStart(offset)
        return (before.count { $0 == "\n" } + 1, offset - start + 1)
    }

    func describe(_ problem: QueryProblem) -> HubError {
        let (line, column) = place(problem.offset)
        let hints = [marked(problem.offset), problem.advice].compactMap { $0 }
        return HubError(
            .argumentInvalid,
            "The query cannot be used: \(problem.words), at line \(line), column \(column).",
            target: Self.target,
            hint: hints.isEmpty ? nil : hints.joined(separator: "\n")
        )
    }

    /// The line with a mark below the place; `nil` where the two would not stand below each other.
    private func marked(_ offset: Int) -> String? {
        let start = lineStart(offset)
        let end = scalars[offset...].firstIndex { $0 == "\n" || $0 == "\r" } ?? scalars.endIndex
        let from = max(start, offset - Self.shownOnEitherSide)
        let until = min(end, offset + Self.shownOnEitherSide)
        let shown = scalars[from..<until].map { $0 == "\t" ? " " : $0 }
        guard !shown.isEmpty || offset > start, shown.allSatisfy({ (0x20..<0x7F).contains($0.value) }) else {
            return nil
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: shown)
        let cut = (from > start ? "..." : "", until < end ? "..." : "")
        let mark = String(repeating: " ", count: cut.0.count + offset - from) + "^"
        return cut.0 + String(text) + cut.1 + "\n" + mark
    }

    private func lineStart(_ offset: Int) -> Int {
        (scalars.prefix(offset).lastIndex(of: "\n") ?? -1) + 1
    }
}
