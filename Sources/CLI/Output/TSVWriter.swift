import HubModel
import JMESPath

/// Values separated by tabs, a row on each line, as `az` prints them: for `cut`, `read` and `awk`.
///
/// Members stand in the order of the server's answer, which is that of their names, or of the query; a list is its length, an object is empty, `None` is no value. Tabs, line
/// ends and control characters in values are escaped, so that a row is a line.
enum TSVWriter {
    static func text(_ value: JSONValue) -> String {
        var text = ""
        for row in value.elements ?? [value] { text += self.row(row) + "\n" }
        return text
    }

    /// Only the columns of the shape, written out as in the table.
    static func text(_ value: JSONValue, shape: TableShape) -> String {
        var text = ""
        for row in shape.rows(of: value) {
            let cells = shape.columns.map { column in row.at(column.path).map(TableWriter.cell) ?? "" }
            text += cells.joined(separator: "\t") + "\n"
        }
        return text
    }

    private static func row(_ value: JSONValue) -> String {
        if let members = value.orderedMembers { return members.map { cell($0.1) }.joined(separator: "\t") }
        if let elements = value.elements { return elements.map(cell).joined(separator: "\t") }
        if let bool = value.boolValue { return bool ? "true" : "false" }
        return cell(value)
    }

    private static func cell(_ value: JSONValue) -> String {
        if let elements = value.elements { return String(elements.count) }
        if value.orderedMembers != nil { return "" }
        if let bool = value.boolValue { return bool ? "True" : "False" }
        return value.isNull ? "None" : VisibleText.show(value.scalarText)
    }
}
