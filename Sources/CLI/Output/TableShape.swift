import JMESPath

/// Which rows and columns a value has as a table.
package struct TableShape: Sendable {
    package struct Column: Sendable {
        let title: String
        /// The members that lead from the row to the value; none for the row itself.
        let path: [String]

        package init(_ title: String, _ path: String...) {
            self.title = title
            self.path = path
        }
    }

    /// The members that lead from the value to its rows.
    let rowPath: [String]
    let columns: [Column]
    /// Whether `tsv` has these columns, too, instead of all members.
    let isForTSV: Bool

    package init(rowsAt path: [String] = [], _ columns: [Column], isForTSV: Bool = false) {
        rowPath = path
        self.columns = columns
        self.isForTSV = isForTSV
    }

    /// The rows of a value: the elements of a list, or the one thing that it is.
    ///
    /// A row that is a list itself has columns without names: `Column1` and so on, as `az` calls them.
    func rows(of value: JSONValue) -> [JSONValue] {
        let value = value.at(rowPath) ?? .null
        let rows = value.elements ?? (value.isNull ? [] : [value])
        return rows.map { row in
            guard let cells = row.elements else { return row }
            return .make(cells.enumerated().map { ("Column\($0.offset + 1)", $0.element) })
        }
    }

    /// The shape of a value that nobody knows: a column for each member that has a value in some row, in the order in
    /// which they are met.
    ///
    /// A page of the REST API has the rows of its `value`.
    static func fitting(_ value: JSONValue) -> TableShape {
        let isPage = value["value"]?.elements != nil
        let rows = TableShape(rowsAt: isPage ? ["value"] : [], []).rows(of: value)
        var names: [String] = []
        var known: Set<String> = []
        for row in rows {
            for (name, member) in row.orderedMembers ?? [] where !member.isNull && known.insert(name).inserted {
                names.append(name)
            }
        }
        let hasBareRows = rows.contains { $0.orderedMembers == nil }
        let columns = names.map { Column($0.capitalizingFirst, $0) }
        return TableShape(rowsAt: isPage ? ["value"] : [], hasBareRows ? [Column("Result")] + columns : columns)
    }
}

extension String {
    /// The text with its first letter as a capital, as `az` writes its headers.
    fileprivate var capitalizingFirst: String { prefix(1).uppercased() + dropFirst() }
}
