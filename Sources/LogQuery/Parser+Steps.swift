/// The operators between the bars.
extension Parser {
    private static let operators = [
        "where", "project", "summarize", "order by", "sort by", "take", "limit", "top", "distinct", "count",
    ]

    private static var advice: String { "Supported are: " + operators.joined(separator: ", ") + "." }

    mutating func step() throws(QueryProblem) -> [LogStep] {
        let token = current
        guard case .word(let word) = token.kind else {
            throw problem(
                token.kind == .end ? "an operator is missing" : "\(shown) is no operator",
                advice: Self.advice
            )
        }
        advance()
        switch word {
        case "where", "filter": return [.filter(try condition())]
        case "project": return [.project(try projection())]
        case "summarize": return [try summary()]
        case "order", "sort":
            try expect(word: "by", "after '\(word)'")
            return [.order(try orders())]
        case "take", "limit": return [.take(try rowCount())]
        case "top":
            let count = try rowCount()
            try expect(word: "by", "after the number of rows")
            return [.order([try order()]), .take(count)]
        case "distinct": return [try distinct()]
        case "count":
            columns = [LogColumn("Count", .long)]
            return [.summarize([LogAggregate(name: "Count", function: .count)], by: [])]
        default: throw unsupported(word, token)
        }
    }

    private func unsupported(_ word: String, _ token: Token) -> QueryProblem {
        if let meant = Self.sameButForCase(word, Self.operators.map { String($0.prefix { $0 != " " }) }) {
            return problem("'\(word)' is not an operator", at: token, advice: "It is written: \(meant)")
        }
        if word == "extend" {
            return problem(
                "'extend' is not supported",
                at: token,
                advice: "Columns are not computed; rename them with 'project NAME = COLUMN', or group them with "
                    + "'summarize … by bin(COLUMN, 5m)'."
            )
        }
        return problem("the operator '\(source.shown(token.range))' is not supported", at: token, advice: Self.advice)
    }

    /// The columns of `project`.
    private mutating func projection() throws(QueryProblem) -> [LogSelection] {
        var selections: [LogSelection] = []
        var made: [LogColumn] = []
        repeat {
            let token = current
            let (selection, type) = try self.selection()
            try add(LogColumn(selection.name, type), to: &made, at: token)
            selections.append(selection)
        } while takes(.comma)
        columns = made
        return selections
    }

    private mutating func distinct() throws(QueryProblem) -> LogStep {
        guard current.kind != .sign(.star) else {
            throw problem("'distinct *' is not supported", advice: "Name the columns: distinct deviceId, ResultType")
        }
        var groups: [LogSelection] = []
        var made: [LogColumn] = []
        repeat {
            let token = current
            let column = try self.column()
            try add(columns[column], to: &made, at: token)
            groups.append(LogSelection(name: columns[column].name, value: .column(column)))
        } while takes(.comma)
        columns = made
        return .summarize([], by: groups)
    }

    private mutating func orders() throws(QueryProblem) -> [LogOrder] {
        var orders: [LogOrder] = []
        repeat {
            guard orders.count < LogPlan.maximumColumns else { throw tooManyColumns }
            orders.append(try order())
        } while takes(.comma)
        return orders
    }

    /// A column, the greatest values first unless it says otherwise; no value is less than every value.
    private mutating func order() throws(QueryProblem) -> LogOrder {
        let column = try self.column()
        let isAscending = takes(word: "asc")
        if !isAscending { _ = takes(word: "desc") }
        var hasNullsFirst = isAscending
        if takes(word: "nulls") {
            hasNullsFirst = takes(word: "first")
            if !hasNullsFirst { try expect(word: "last", "after 'nulls'") }
        }
        return LogOrder(column: column, isAscending: isAscending, hasNullsFirst: hasNullsFirst)
    }

    private mutating func rowCount() throws(QueryProblem) -> Int64 {
        guard case .value(.long(let count)) = current.kind else {
            throw problem("a number of rows is missing" + (current.kind == .end ? "" : "; there is \(shown)"))
        }
        advance()
        return count
    }

    /// A column of the answer of a step, whose name no other one has.
    func add(_ column: LogColumn, to made: inout [LogColumn], at token: Token) throws(QueryProblem) {
        guard made.count < LogPlan.maximumColumns else { throw tooManyColumns }
        guard !made.contains(where: { $0.name == column.name }) else {
            throw problem("there are two columns '\(column.name)'", at: token, advice: "Name one of them: NAME = …")
        }
        made.append(column)
    }

    private var tooManyColumns: QueryProblem {
        problem("an operator has at most \(LogPlan.maximumColumns) columns")
    }
}
