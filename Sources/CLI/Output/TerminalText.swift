import HubModel

/// Text that is no JSON, such as CSV, made fit for a terminal.
enum TerminalText {
    /// The bytes as they are for a file or a pipe; for a terminal with everything visible that could move its cursor.
    static func bytes(_ bytes: [UInt8], console: Console) -> [UInt8] {
        guard console.isOutputTerminal else { return bytes }
        let lines = String(decoding: bytes, as: UTF8.self)
            .split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        return Array(lines.map(line).joined(separator: "\n").utf8)
    }

    /// Tabs stay: they separate columns.
    private static func line(_ line: Substring) -> String {
        line.split(separator: "\t", omittingEmptySubsequences: false)
            .map { VisibleText.show(String($0)) }
            .joined(separator: "\t")
    }
}
