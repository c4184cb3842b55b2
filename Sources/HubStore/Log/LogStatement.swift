import HubModel
import LogQuery

/// A query of the log as one statement, restricted to one hub.
///
/// A step that does not fit into the `SELECT` of those before it begins another one, over a common table expression:
/// SQLite's parser has room for few brackets within each other, and for any number of these side by side.
struct LogStatement {
    let sql: String
    let values: [StoreConnection.Value]
    /// Rows of the answer; the statement gives one more where there is more.
    let rows: Int64

    init(
        _ plan: LogPlan,
        hub: Int64,
        in range: Range<Int64>? = nil,
        onlyWhole: Bool = false,
        limits: LogLimits = .standard
    ) {
        var select = LogSelect(hub: hub, in: range, onlyWhole: onlyWhole)
        var tables: [SQLFragment] = []
        for step in plan.steps {
            if select.mustEnd(before: step) {
                let name: SQLFragment = "t\(tables.count)"
                tables.append("\(name) AS (\(select.table))")
                select = LogSelect(select, named: name)
            }
            select.add(step)
        }
        rows = select.limit == nil && !select.isGrouped ? limits.rows : limits.maximumRows
        let answer = select.answer(limit: rows + 1)
        let whole: SQLFragment = tables.isEmpty ? answer : "WITH \(tables.joined(", ")) \(answer)"
        (sql, values) = whole.statement
    }
}
