package import HubModel

/// Comma-separated values (RFC 4180) with a header line; lists within a cell are separated by a space.
package enum CSVFormat {
    private static let header = [
        "id", "serviceArea", "urls", "ips", "ipsSource", "tcpPorts", "required", "state", "effective", "retires",
        "notes",
    ]

    /// A line a record.
    package static func text(of list: Allowlist) -> String {
        ([header] + list.value.map(cells)).map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
    }

    private static func cells(of record: AllowlistRecord) -> [String] {
        [
            String(record.id), record.serviceArea.rawValue, record.urls.joined(separator: " "),
            record.ips.joined(separator: " "), record.ipsSource?.rawValue ?? "", record.tcpPorts,
            String(record.required), record.state.rawValue, record.effective.description,
            record.retires?.description ?? "", record.notes ?? "",
        ]
    }

    /// A cell that a spreadsheet takes for text: one that begins like a formula is led by an apostrophe.
    static func cell(_ text: String) -> String {
        var shown = VisibleText.show(text)
        if let first = shown.first, "=+-@".contains(first) { shown = "'" + shown }
        guard shown.contains(where: { $0 == "," || $0 == "\"" || $0 == "'" }) else { return shown }
        return "\"" + shown.replacing("\"", with: "\"\"") + "\""
    }
}
