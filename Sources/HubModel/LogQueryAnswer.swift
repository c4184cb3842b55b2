/// What a query of the log found: a table.
package struct LogQueryAnswer: Codable, Equatable, Sendable {
    package struct Column: Codable, Equatable, Sendable {
        package var name: String
        /// `string`, `long`, `real` or `datetime`.
        package var type: String

        package init(name: String, type: String) {
            self.name = name
            self.type = type
        }
    }

    package var columns: [Column]
    /// Values in the order of the columns; times are RFC 3339.
    package var rows: [[JSONContent]]
    /// That there is more than the rows, and how to see it.
    package var note: String?

    package init(columns: [Column], rows: [[JSONContent]], note: String? = nil) {
        self.columns = columns
        self.rows = rows
        self.note = note
    }
}
