import LogQuery

/// One `SELECT`, as long as the steps of a query fit into it.
struct LogSelect {
    struct Order {
        var value: SQLFragment
        var isAscending: Bool
        var hasNullsFirst: Bool

        var sql: SQLFragment {
            // SQLite's own places for what has no value, unless others are asked for: only these follow an index.
            let nulls: SQLFragment = hasNullsFirst == isAscending ? "" : hasNullsFirst ? " NULLS FIRST" : " NULLS LAST"
            return "\(value)\(isAscending ? " ASC" : " DESC")\(nulls)"
        }
    }

    private let source: SQLFragment
    private var conditions: [SQLFragment]
    private(set) var cells: [LogCell]
    /// By what rows become one; `nil` while each row is one of its own.
    private var groups: [SQLFragment]?
    private var order: [Order]
    /// What tells equal rows apart; the direction is that of the first of the order.
    private var ties: [SQLFragment]
    private(set) var limit: Int64?

    /// The records of a hub, the newest first where nothing else is asked for.
    init(hub: Int64, in range: Range<Int64>?, onlyWhole: Bool) {
        source = "activity"
        conditions = ["hub_id = \(value: hub)", "shown = 1"]
        // First, so that no other condition looks into what is no JSON.
        if onlyWhole { conditions.append("json_valid(record)") }
        if let range { conditions += ["at >= \(value: range.lowerBound)", "at < \(value: range.upperBound)"] }
        cells = LogField.allCases.map { LogCell($0) }
        order = ["at", "sequence"].map { Order(value: $0, isAscending: false, hasNullsFirst: false) }
        ties = ["sequence"]
    }

    /// The rows of another one, in its order.
    init(_ before: LogSelect, named name: SQLFragment) {
        source = name
        conditions = []
        cells = before.cells.enumerated().map { LogCell("c\($0.offset)", $0.element.type) }
        order = before.order.enumerated().map { index, order in
            Order(value: "o\(index)", isAscending: order.isAscending, hasNullsFirst: order.hasNullsFirst)
        }
        ties = order.map(\.value)
    }

    /// Whether a step needs the rows as they are now, and not as they were before they were grouped or cut off.
    func mustEnd(before step: LogStep) -> Bool {
        switch step {
        case .filter, .summarize: groups != nil || limit != nil
        case .order: limit != nil
        case .project, .take: false
        }
    }

    var isGrouped: Bool { groups != nil }

    mutating func add(_ step: LogStep) {
        switch step {
        case .filter(.all(let all)): conditions += all.map { $0.sql(cells) }
        case .filter(let condition): conditions.append(condition.sql(cells))
        case .project(let selections): cells = selections.map { cells[$0.value] }
        case .take(let count): limit = min(limit ?? .max, count)
        case .order(let orders):
            order = orders.map { one in
                Order(
                    value: cells[one.column].value,
                    isAscending: one.isAscending,
                    hasNullsFirst: one.hasNullsFirst
                )
            }
            let isAscending = order.first?.isAscending ?? false
            order += ties.map { Order(value: $0, isAscending: isAscending, hasNullsFirst: isAscending) }
        case .summarize(let aggregates, let by):
            let grouped = by.map { cells[$0.value] }
            let made = aggregates.map { $0.cell(cells) }
            groups = grouped.map(\.value)
            cells = grouped.map { LogCell(value: $0.value, type: $0.type, isNullable: $0.isNullable) } + made
            ties = groups ?? []
            order = ties.map { Order(value: $0, isAscending: true, hasNullsFirst: true) }
        }
    }

    /// The table that another one reads: with its order where rows are cut off, and what the order depends on.
    var table: SQLFragment {
        let columns =
            cells.enumerated().map { "\($0.element.value) AS c\($0.offset)" as SQLFragment }
            + order.enumerated().map { "\($0.element.value) AS o\($0.offset)" as SQLFragment }
        return body(columns, isOrdered: limit != nil, limit: limit)
    }

    /// The table of an answer of so many rows.
    func answer(limit: Int64) -> SQLFragment {
        body(cells.map(\.value), isOrdered: true, limit: min(self.limit ?? .max, limit))
    }

    private func body(_ columns: [SQLFragment], isOrdered: Bool, limit: Int64?) -> SQLFragment {
        var sql: SQLFragment = "SELECT \(columns.joined(", ")) FROM \(source)"
        if !conditions.isEmpty { sql = "\(sql) WHERE \(conditions.joined(" AND "))" }
        if let groups, !groups.isEmpty {
            sql = "\(sql) GROUP BY \(groups.joined(", ")) HAVING log_groups(count(*))"
        }
        if isOrdered, !order.isEmpty { sql = "\(sql) ORDER BY \(order.map(\.sql).joined(", "))" }
        if let limit { sql = "\(sql) LIMIT \(value: limit)" }
        return sql
    }
}

extension LogAggregate {
    /// Sums and counts of nothing are 0, as in the original; everything else of nothing has no value.
    fileprivate func cell(_ cells: [LogCell]) -> LogCell {
        switch function {
        case .count: LogCell("count(*)", .long)
        case .countWhere(let condition): LogCell("count(CASE WHEN \(condition.sql(cells)) THEN 1 END)", .long)
        case .countDistinct(let scalar): LogCell("count(DISTINCT \(cells[scalar].value))", .long)
        case .sum(let scalar): LogCell("ifnull(sum(\(cells[scalar].value)), 0)", cells[scalar].type)
        case .average(let scalar): LogCell("avg(\(cells[scalar].value))", .real)
        case .minimum(let scalar): Self.extreme("min", cells[scalar])
        case .maximum(let scalar): Self.extreme("max", cells[scalar])
        }
    }

    private static func extreme(_ name: SQLFragment, _ cell: LogCell) -> LogCell {
        let value: SQLFragment = "\(name)(\(cell.value))"
        return LogCell(cell.type == .string ? "ifnull(\(value), '')" : value, cell.type)
    }
}
