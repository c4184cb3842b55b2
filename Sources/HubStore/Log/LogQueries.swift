import GRDB
package import HubModel
package import LogQuery

extension StoreQueries {
    /// Answers a query about the records that a hub's own log shows, from a range of times where there is one.
    ///
    /// Throws `ArgumentInvalid` where it makes more groups than the limits allow.
    package func queryLog(
        hub: Int64,
        _ plan: LogPlan,
        in range: Range<Int64>?,
        limits: LogLimits = .standard
    ) throws(HubError) -> LogQueryAnswer {
        do throws(RowFailure) {
            return try answer(plan, LogStatement(plan, hub: hub, in: range, limits: limits), limits)
        } catch {
            guard case .content = error else { throw error.cause }
        }
        // Somebody has damaged a record. To look at each whether it is whole takes its time, which most queries can spare.
        let whole = LogStatement(plan, hub: hub, in: range, onlyWhole: true, limits: limits)
        do throws(RowFailure) {
            return try answer(plan, whole, limits)
        } catch {
            throw error.cause
        }
    }

    private func answer(
        _ plan: LogPlan,
        _ statement: LogStatement,
        _ limits: LogLimits
    ) throws(RowFailure) -> LogQueryAnswer {
        let groups = LogFunctions.GroupCounter(limit: limits.groups)
        let function = groups.function
        connection.database.add(function: function)
        defer { connection.database.remove(function: function) }
        var rows: [[JSONContent]] = []
        var bytes = 0
        var hasMore = false
        do throws(RowFailure) {
            try connection.eachRow(statement.sql, statement.values) { row in
                guard rows.count < statement.rows, bytes < limits.answerBytes else {
                    hasMore = true
                    return false
                }
                let cells = try plan.columns.enumerated().map { try Self.cell(row, $0.offset, $0.element) }
                bytes += cells.reduce(0) { $0 + $1.size }
                rows.append(cells)
                return true
            }
        } catch {
            throw groups.isExceeded ? .other(Self.tooManyGroups(limits)) : error
        }
        return LogQueryAnswer(
            columns: plan.columns.map { LogQueryAnswer.Column(name: $0.name, type: $0.type.rawValue) },
            rows: rows,
            note: hasMore ? Self.note(rows.count, statement, limits) : nil
        )
    }

    private static func tooManyGroups(_ limits: LogLimits) -> HubError {
        HubError(
            .argumentInvalid,
            "The query makes more than \(limits.groups) groups.",
            target: "query",
            hint:
                "Ask about fewer records, such as: | where TimeGenerated > ago(1h); or group by what has fewer values."
        )
    }

    private static func note(_ count: Int, _ statement: LogStatement, _ limits: LogLimits) -> String {
        let begin = "These are the first \(count) rows; there are more."
        if count < statement.rows {
            return begin + " An answer holds at most \(limits.answerBytes) bytes: name fewer columns with | project."
        }
        if statement.rows < limits.maximumRows {
            return begin + " More of them: | take N, at most \(limits.maximumRows)."
        }
        return begin + " An answer holds at most \(limits.maximumRows)."
    }

    private static func cell(_ row: Row, _ index: Int, _ column: LogColumn) throws(HubError) -> JSONContent {
        func need<Value: DatabaseValueConvertible>(_: Value.Type) throws(HubError) -> Value? {
            let value = row[index] as DatabaseValue
            if value.isNull { return nil }
            guard let read = Value.fromDatabaseValue(value) else { throw StoreFailure.damaged(column.name) }
            return read
        }
        switch column.type {
        case .string: return try need(String.self).map(JSONContent.string) ?? .null
        case .long, .timespan: return try need(Int64.self).map(JSONContent.integer) ?? .null
        case .real: return try need(Double.self).map(JSONContent.number) ?? .null
        case .datetime:
            return try need(Int64.self).map { .string(Timestamp(milliseconds: $0).description) } ?? .null
        }
    }
}

extension JSONContent {
    /// About its length as JSON.
    fileprivate var size: Int {
        if let text { return text.utf8.count + 3 }
        return 8
    }
}
