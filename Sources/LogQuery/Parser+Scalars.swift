import HubModel

/// Values: columns, constants, and `bin()`.
extension Parser {
    /// Functions that make a value.
    static let functions = ["ago", "now", "datetime", "bin", "timespan"]
    /// Functions that make a condition.
    static let tests = ["not", "isempty", "isnotempty", "isnull", "isnotnull"]

    /// The place of a column.
    mutating func column() throws(QueryProblem) -> Int {
        guard case .word(let name) = current.kind else {
            throw problem(current.kind == .end ? "a column is missing" : "\(shown) is no column", advice: columnAdvice)
        }
        guard let index = columns.firstIndex(where: { $0.name == name }) else { throw unknown(name) }
        advance()
        if current.kind == .sign(.dot) || current.kind == .sign(.openList) {
            throw problem(
                "a path into a column is not supported",
                advice: "The properties of a record are columns themselves, such as deviceId."
            )
        }
        return index
    }

    private var columnAdvice: String { "Columns here are: " + columns.map(\.name).joined(separator: ", ") + "." }

    private func unknown(_ name: String) -> QueryProblem {
        let words = "there is no column '\(source.shown(current.range))' here"
        if let meant = Self.sameButForCase(name, columns.map(\.name)) {
            return problem(words, advice: "It is written: \(meant)")
        }
        if following.kind == .sign(.open) {
            return problem(
                "the function '\(source.shown(current.range))' is not supported here",
                advice: "Supported are: " + (Self.functions + Self.tests).map { $0 + "()" }.joined(separator: ", ")
                    + "."
            )
        }
        return problem(words, advice: columnAdvice)
    }

    /// A value and its type; sums and differences are of times alone.
    mutating func scalar() throws(QueryProblem) -> (LogScalar, LogType) {
        var (value, type) = try term()
        while true {
            let token = current
            let sign: Int64
            switch token.kind {
            case .sign(.plus): sign = 1
            case .sign(.minus): sign = -1
            case .sign(.star), .sign(.slash), .sign(.percent): sign = 0
            case .word, .value, .sign, .end: return (value, type)
            }
            advance()
            guard sign != 0, case .value(let left) = value, case (.value(let right), _) = try term(),
                left.type == .datetime || left.type == .timespan, right.type == .timespan || right.type == .datetime
            else {
                throw problem(
                    "arithmetic is not supported",
                    at: token,
                    advice: "Only constant times and spans are added and subtracted, such as now() - 1h."
                )
            }
            guard let sum = left.adding(right, sign: sign) else {
                throw problem("this is no time from year 1 to 9999", at: token)
            }
            (value, type) = (.value(sum), sum.type)
        }
    }

    private mutating func term() throws(QueryProblem) -> (LogScalar, LogType) {
        switch current.kind {
        case .value, .sign(.minus):
            let value = try constant()
            return (.value(value), value.type)
        case .word(let word) where following.kind == .sign(.open) && Self.functions.contains(word):
            advance()
            advance()
            let result = try nested { (parser) throws(QueryProblem) in try parser.call(word) }
            try expect(.close, "after the argument of '\(word)'")
            return result
        case .word:
            let column = try self.column()
            return (.column(column), columns[column].type)
        case .sign, .end:
            throw problem(current.kind == .end ? "a value is missing" : "\(shown) is no value")
        }
    }

    /// A constant as it stands, with its sign.
    private mutating func constant() throws(QueryProblem) -> LogValue {
        let token = current
        let isNegative = takes(.minus)
        guard case .value(let value) = current.kind else { throw problem("\(shown) is no value") }
        advance()
        guard isNegative else { return value }
        switch value {
        case .long(let number): return .long(-number)
        case .real(let number): return .real(-number)
        case .timespan(let span): return .timespan(-span)
        case .string, .datetime: throw problem("only numbers and spans have a sign", at: token)
        }
    }

    /// The value of a function, up to its closing bracket.
    private mutating func call(_ function: String) throws(QueryProblem) -> (LogScalar, LogType) {
        switch function {
        case "now" where current.kind == .sign(.close): return (.value(.datetime(now)), .datetime)
        case "now", "ago":
            let token = current
            let span = try constantValue()
            let sign: Int64 = function == "ago" ? -1 : 1
            guard span.type == .timespan, let time = LogValue.datetime(now).adding(span, sign: sign) else {
                throw problem("'\(function)' takes a span of time, such as 1h", at: token)
            }
            return (.value(time), .datetime)
        case "timespan":
            let token = current
            let span = try constantValue()
            guard span.type == .timespan else {
                throw problem(
                    "this is no span of time",
                    at: token,
                    advice: "Spans are written 1d, 2h, 5m, 30s and 100ms."
                )
            }
            return (.value(span), .timespan)
        case "bin": return try bin()
        default:
            // The lexer reads datetime(…) with what is in its brackets.
            throw problem("\(shown) is no time")
        }
    }

    private mutating func bin() throws(QueryProblem) -> (LogScalar, LogType) {
        let token = current
        let column = try self.column()
        let (name, type) = (columns[column].name, columns[column].type)
        try expect(.comma, "after the column of 'bin'")
        let widthToken = current
        let width = try constantValue()
        switch (type, width) {
        case (.datetime, .timespan(let width)) where width > 0, (.long, .long(let width)) where width > 0:
            return (.bin(column: column, width: width), type)
        case (.datetime, _): throw problem("times are put in bins of a span above 0, such as 5m", at: widthToken)
        case (.long, _): throw problem("numbers are put in bins of a whole number above 0", at: widthToken)
        default:
            throw problem("'bin' takes times and whole numbers, and '\(name)' is a \(type.rawValue)", at: token)
        }
    }

    /// A value that is the same in every row.
    mutating func constantValue() throws(QueryProblem) -> LogValue {
        let token = current
        guard case (.value(let value), _) = try scalar() else {
            throw problem("'\(source.shown(token.range))' is no constant", at: token)
        }
        return value
    }
}
