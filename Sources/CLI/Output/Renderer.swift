import JMESPath

/// The one way from a value to what is printed.
struct Renderer {
    let format: OutputFormat
    /// Whether the output is a terminal.
    let isTerminal: Bool
    /// Whether `jsonc` may use colour.
    let usesColour: Bool

    /// The text of a value, with its final line end; empty for `none`.
    func text(_ value: JSONValue, shape: TableShape?) -> String {
        switch format {
        case .none: return ""
        case .json: return value.prettyText + "\n"
        case .jsonc:
            let text = value.prettyText + "\n"
            return usesColour && isTerminal ? JSONPainter.coloured(text) : text
        case .jsonl: return lines(value)
        case .yaml: return YAMLWriter.text(value)
        // A query that finds nothing prints nothing, as with `az`: an empty variable in a script, not the word None.
        case .table where value.isNull, .tsv where value.isNull: return ""
        case .table: return TableWriter.text(value, shape: shape ?? .fitting(value))
        case .tsv:
            guard let shape, shape.isForTSV else { return TSVWriter.text(value) }
            return TSVWriter.text(value, shape: shape)
        }
    }

    private func lines(_ value: JSONValue) -> String {
        guard let elements = value.elements else { return value.compactText + "\n" }
        return elements.map { $0.compactText + "\n" }.joined()
    }
}
