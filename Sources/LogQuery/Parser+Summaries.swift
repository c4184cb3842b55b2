/// `summarize`, and the columns that it makes.
extension Parser {
    private static let aggregations = ["count", "countif", "dcount", "sum", "avg", "min", "max"]

    private static var advice: String {
        "Supported are: " + aggregations.map { $0 + "()" }.joined(separator: ", ") + "."
    }

    mutating func summary() throws(QueryProblem) -> LogStep {
        var aggregates: [LogAggregate] = []
        var made: [LogColumn] = []
        if current.kind != .word("by") {
            repeat {
                let token = current
                let name = givenName()
                let (function, type, standardName) = try aggregate()
                let column = LogColumn(name ?? Self.free(standardName, made), type)
                try add(column, to: &made, at: token)
                aggregates.append(LogAggregate(name: column.name, function: function))
            } while takes(.comma)
        }
        var groups: [LogSelection] = []
        // The groups come first in the answer, as in the original.
        var grouped: [LogColumn] = []
        if takes(word: "by") {
            repeat {
                let token = current
                let (selection, type) = try self.selection()
                try add(LogColumn(selection.name, type), to: &grouped, at: token)
                guard !made.contains(where: { $0.name == selection.name }) else {
                    throw problem(
                        "there are two columns '\(selection.name)'",
                        at: token,
                        advice: "Name one of them: NAME = …"
                    )
                }
                groups.append(selection)
            } while takes(.comma)
        }
        columns = grouped + made
        return .summarize(aggregates, by: groups)
    }

    /// The name before a `=`, where there is one.
    private mutating func givenName() -> String? {
        guard case .word(let name) = current.kind, following.kind == .sign(.assign) else { return nil }
        advance()
        advance()
        return name
    }

    /// A column, or `bin()` of one, and the name that is given or follows from it.
    mutating func selection() throws(QueryProblem) -> (LogSelection, LogType) {
        let name = givenName()
        let token = current
        let (scalar, type) = try self.scalar()
        let column: Int
        switch scalar {
        case .column(let index), .bin(let index, _): column = index
        case .value:
            throw problem(
                "'\(source.shown(token.range))' is no column",
                at: token,
                advice: "A column, or bin() of one, stands here; columns are not computed."
            )
        }
        return (LogSelection(name: name ?? columns[column].name, value: scalar), type)
    }

    private mutating func aggregate() throws(QueryProblem) -> (LogAggregate.Function, LogType, name: String) {
        let token = current
        guard case .word(let function) = token.kind, following.kind == .sign(.open) else {
            throw problem(
                token.kind == .end ? "an aggregation is missing" : "\(shown) is no aggregation",
                advice: Self.advice
            )
        }
        guard Self.aggregations.contains(function) else {
            let meant = Self.sameButForCase(function, Self.aggregations)
            throw problem(
                "the aggregation '\(source.shown(token.range))' is not supported",
                advice: meant.map { "It is written: \($0)()" } ?? Self.advice
            )
        }
        advance()
        advance()
        let result = try argument(function)
        try expect(.close, "after the argument of '\(function)'")
        return result
    }

    private mutating func argument(
        _ function: String
    ) throws(QueryProblem) -> (LogAggregate.Function, LogType, name: String) {
        switch function {
        case "count": return (.count, .long, "count_")
        case "countif":
            let condition = try nested { (parser) throws(QueryProblem) in try parser.condition() }
            return (.countWhere(condition), .long, "countif_")
        default: break
        }
        let token = current
        let column = try self.column()
        let (name, type) = (columns[column].name, columns[column].type)
        if function == "sum" || function == "avg", !type.isNumber {
            throw problem("'\(function)' takes numbers, and '\(name)' is a \(type.rawValue)", at: token)
        }
        let value = LogScalar.column(column)
        let standardName = function + "_" + name
        switch function {
        case "dcount": return (.countDistinct(value), .long, standardName)
        case "sum": return (.sum(value), type, standardName)
        case "avg": return (.average(value), .real, standardName)
        case "min": return (.minimum(value), type, standardName)
        default: return (.maximum(value), type, standardName)
        }
    }

    /// A name that follows from a function, with a number where another column has it.
    private static func free(_ name: String, _ made: [LogColumn]) -> String {
        var number = 0
        var free = name
        while made.contains(where: { $0.name == free }) {
            number += 1
            // As the original does: count_, count_1.
            free = name + (name.hasSuffix("_") ? "" : "_") + String(number)
        }
        return free
    }
}
