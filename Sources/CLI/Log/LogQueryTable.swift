import HubModel
import JMESPath

/// The answer to a query: an object for each row, its members in the order of the columns.
struct LogQueryTable {
    let rows: [JSONValue]
    private let names: [String]

    /// Throws `ResponseNotUnderstood` for an answer that is no table.
    init(_ answer: JSONValue) throws(HubError) {
        let columns = answer["columns"]?.elements?.map { $0["name"]?.stringValue } ?? []
        names = columns.compactMap { $0 }
        guard !columns.isEmpty, names.count == columns.count, let cells = answer["rows"]?.elements else {
            throw HubError(.responseNotUnderstood, "The server's answer is no table.")
        }
        var rows: [JSONValue] = []
        for row in cells {
            guard let cells = row.elements, cells.count == names.count else {
                throw HubError(.responseNotUnderstood, "A row of the server's answer has not a value for each column.")
            }
            rows.append(.make(Array(zip(names, cells))))
        }
        self.rows = rows
    }

    /// All columns for programs that count them; for people those that are not empty in all rows.
    func shape(isForTSV: Bool) -> TableShape {
        let filled = names.filter { name in
            rows.contains { row in row[name].map { !$0.isNull && $0.stringValue != "" } ?? false }
        }
        let shown = isForTSV || filled.isEmpty ? names : filled
        return TableShape(shown.map { TableShape.Column($0, $0) }, isForTSV: isForTSV)
    }
}
