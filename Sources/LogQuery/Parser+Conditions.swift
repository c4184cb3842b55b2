/// Conditions: `or` binds least, then `and`.
extension Parser {
    /// What stands on one side of an operator: brackets tell only at their end what is in them.
    enum Operand {
        case condition(LogCondition)
        case scalar(LogScalar, LogType)
    }

    mutating func condition() throws(QueryProblem) -> LogCondition {
        let start = current
        return try asCondition(disjunction(), start)
    }

    private func asCondition(_ operand: Operand, _ start: Token) throws(QueryProblem) -> LogCondition {
        switch operand {
        case .condition(let condition): return condition
        case .scalar(_, let type):
            throw problem(
                "'\(source.shown(start.range))' is a \(type.rawValue), and a condition stands here",
                at: start,
                advice: "Such as: \(LogField.resultType.rawValue) == 'Success'"
            )
        }
    }

    private mutating func disjunction() throws(QueryProblem) -> Operand {
        try chain("or", { (parser) throws(QueryProblem) in try parser.conjunction() }, LogCondition.any)
    }

    private mutating func conjunction() throws(QueryProblem) -> Operand {
        try chain("and", { (parser) throws(QueryProblem) in try parser.comparison() }, LogCondition.all)
    }

    private mutating func chain(
        _ word: String,
        _ part: (inout Parser) throws(QueryProblem) -> Operand,
        _ make: ([LogCondition]) -> LogCondition
    ) throws(QueryProblem) -> Operand {
        let start = current
        let first = try part(&self)
        guard current.kind == .word(word) else { return first }
        var conditions = [try asCondition(first, start)]
        while takes(word: word) {
            let start = current
            conditions.append(try asCondition(part(&self), start))
        }
        return .condition(make(conditions))
    }

    private mutating func comparison() throws(QueryProblem) -> Operand {
        var left = try operand()
        while let next = try compared(left) { left = next }
        return left
    }

    /// The comparison of what stands before the current token; `nil` where that is no operator.
    private mutating func compared(_ left: Operand) throws(QueryProblem) -> Operand? {
        let token = current
        let name: String
        switch token.kind {
        case .sign(let sign): name = sign.rawValue
        case .word(let word): name = word
        case .value, .end: return nil
        }
        if name == Token.Sign.assign.rawValue {
            throw problem("'=' gives names, and compares nothing", advice: "Values are compared with '=='.")
        }
        let comparison = LogComparison(rawValue: name)
        let (match, isNegated) = Self.match(name)
        let isList = ["in", "!in", "in~", "!in~"].contains(name)
        let isRange = ["between", "!between"].contains(name)
        guard comparison != nil || match != nil || isList || isRange else {
            if name.hasPrefix("!") { throw problem("the operator \(shown) is not supported") }
            return nil
        }
        advance()
        comparisons += 1
        guard comparisons <= LogPlan.maximumComparisons else {
            throw problem("a query has at most \(LogPlan.maximumComparisons) comparisons", at: token)
        }
        guard case .scalar(let value, let type) = left else {
            return .condition(try compared(left, comparison, token))
        }
        let condition: LogCondition
        if isList {
            condition = try list(value, type, name, token)
        } else if isRange {
            condition = try range(value, type, name, token)
        } else {
            let start = current
            guard case .scalar(let other, let otherType) = try operand() else {
                throw problem("values are not compared with conditions", at: start)
            }
            if let comparison {
                try check(type, comparison, otherType, token)
                condition = .compare(value, comparison, other)
            } else if let match, type == .string, otherType == .string {
                condition = isNegated ? .not(.match(value, match, other)) : .match(value, match, other)
            } else {
                let wrong = type == .string ? otherType : type
                throw problem("'\(name)' compares strings, and this is a \(wrong.rawValue)", at: token)
            }
        }
        return .condition(condition)
    }

    private static func match(_ name: String) -> (LogMatch?, isNegated: Bool) {
        if name == Token.Sign.unequalIgnoringCase.rawValue { return (LogMatch(.whole, ignoringCase: true), true) }
        let isNegated = name.hasPrefix("!")
        return (LogMatch.operators[isNegated ? String(name.dropFirst()) : name], isNegated)
    }

    /// A condition is compared with `true` and `false` only.
    private mutating func compared(
        _ left: Operand,
        _ comparison: LogComparison?,
        _ token: Token
    ) throws(QueryProblem) -> LogCondition {
        if case .condition(let left) = left, comparison == .equal || comparison == .unequal,
            case .condition(let right) = try operand()
        {
            let isEqual = comparison == .equal
            if case .constant(let wanted) = right { return wanted == isEqual ? left : .not(left) }
            if case .constant(let wanted) = left { return wanted == isEqual ? right : .not(right) }
        }
        throw problem("conditions are compared with true and false only, by == and !=", at: token)
    }

    private func check(
        _ left: LogType,
        _ comparison: LogComparison,
        _ right: LogType,
        _ token: Token
    ) throws(QueryProblem) {
        guard left.isComparable(with: right) else { throw mismatch(left, right, token) }
        guard comparison == .equal || comparison == .unequal || left.isOrdered else {
            throw problem("strings are not compared by '\(comparison.rawValue)'", at: token)
        }
    }

    private func mismatch(_ left: LogType, _ right: LogType, _ token: Token) -> QueryProblem {
        let types = Set([left, right])
        let advice: String? =
            if types.contains(.datetime) {
                "A time is written ago(1h) or datetime(2026-11-26T10:30:00Z)."
            } else if types.contains(.string) {
                "A string stands in quotes, and a number does not."
            } else {
                nil
            }
        return problem("a \(left.rawValue) is not compared with a \(right.rawValue)", at: token, advice: advice)
    }

    private mutating func list(
        _ value: LogScalar,
        _ type: LogType,
        _ name: String,
        _ token: Token
    ) throws(QueryProblem) -> LogCondition {
        let ignoresCase = name.hasSuffix("~")
        guard !ignoresCase || type == .string else {
            throw problem("'\(name)' compares strings, and this is a \(type.rawValue)", at: token)
        }
        try expect(.open, "after '\(name)'")
        var values: [LogValue] = []
        repeat {
            let start = current
            let listed = try constantValue()
            guard type.isComparable(with: listed.type) else { throw mismatch(type, listed.type, start) }
            listedValues += 1
            guard listedValues <= LogPlan.maximumListedValues else {
                throw problem("a query lists at most \(LogPlan.maximumListedValues) values", at: start)
            }
            values.append(listed)
        } while takes(.comma)
        try expect(.close, "after the list")
        let condition = LogCondition.isOneOf(value, values, ignoringCase: ignoresCase)
        return name.hasPrefix("!") ? .not(condition) : condition
    }

    private mutating func range(
        _ value: LogScalar,
        _ type: LogType,
        _ name: String,
        _ token: Token
    ) throws(QueryProblem) -> LogCondition {
        guard type.isOrdered else {
            throw problem("'\(name)' compares numbers and times, and this is a string", at: token)
        }
        try expect(.open, "after '\(name)'")
        let start = current
        let from = try constantValue()
        guard type.isComparable(with: from.type) else { throw mismatch(type, from.type, start) }
        try expect(.range, "between the two ends")
        let end = current
        var until = try constantValue()
        // A span is so long from the beginning.
        if type == .datetime, let sum = from.adding(until, sign: 1) { until = sum }
        guard type.isComparable(with: until.type) else { throw mismatch(type, until.type, end) }
        try expect(.close, "after the two ends")
        let condition = LogCondition.isBetween(value, from, until)
        return name.hasPrefix("!") ? .not(condition) : condition
    }

    private mutating func operand() throws(QueryProblem) -> Operand {
        if takes(.open) {
            let operand = try nested { (parser) throws(QueryProblem) in try parser.disjunction() }
            try expect(.close, "after what is in brackets")
            return operand
        }
        if takes(word: "true") { return .condition(.constant(true)) }
        if takes(word: "false") { return .condition(.constant(false)) }
        if case .word(let test) = current.kind, following.kind == .sign(.open), Self.tests.contains(test) {
            advance()
            advance()
            let condition = try nested { (parser) throws(QueryProblem) in try parser.test(test) }
            try expect(.close, "after the argument of '\(test)'")
            return .condition(condition)
        }
        let (scalar, type) = try self.scalar()
        return .scalar(scalar, type)
    }

    /// What stands in the brackets of a test.
    private mutating func test(_ name: String) throws(QueryProblem) -> LogCondition {
        if name == "not" { return .not(try condition()) }
        comparisons += 1
        guard comparisons <= LogPlan.maximumComparisons else {
            throw problem("a query has at most \(LogPlan.maximumComparisons) comparisons")
        }
        let token = current
        let (scalar, type) = try self.scalar()
        if name.hasSuffix("null"), type == .string {
            throw problem("a string is never null", at: token, advice: "Use isempty() and isnotempty().")
        }
        return name.hasPrefix("isnot") ? .not(.isEmpty(scalar)) : .isEmpty(scalar)
    }
}
