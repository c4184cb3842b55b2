import HubModel
import JMESPath

/// A table as `az` prints it: titles, a line of hyphens, rows; two spaces between columns.
enum TableWriter {
    static func text(_ value: JSONValue, shape: TableShape) -> String {
        guard !shape.columns.isEmpty else { return "" }
        let rows = shape.rows(of: value).map { row in shape.columns.map { cell(row, $0) } }
        let titles = shape.columns.map { VisibleText.show($0.title) }
        var widths = titles.map(DisplayWidth.of)
        for row in rows {
            for (index, cell) in row.enumerated() { widths[index] = max(widths[index], DisplayWidth.of(cell)) }
        }
        var text = line(titles, widths) + line(widths.map { String(repeating: "-", count: $0) }, widths)
        for row in rows { text += line(row, widths) }
        return text
    }

    /// The text of a value in one cell; lists and objects are written out, so that no value is invisible.
    static func cell(_ value: JSONValue) -> String {
        if let elements = value.elements { return elements.map(cell).joined(separator: ", ") }
        if let members = value.orderedMembers {
            return members.map { VisibleText.show($0.0) + "=" + cell($0.1) }.joined(separator: ", ")
        }
        return value.isNull ? "" : VisibleText.show(value.scalarText)
    }

    /// The cell of a row; a row that has no members stands in the column without a path.
    private static func cell(_ row: JSONValue, _ column: TableShape.Column) -> String {
        guard column.path.isEmpty else { return row.at(column.path).map { cell($0) } ?? "" }
        return row.orderedMembers == nil ? cell(row) : ""
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            if index > 0 { line += "  " }
            line += cell
            if index < cells.count - 1 {
                line += String(repeating: " ", count: widths[index] - DisplayWidth.of(cell))
            }
        }
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }
}
