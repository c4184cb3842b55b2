/// What stands in brackets, and what a projection does with each element.
extension Parser {
    static let projectionPower = 20

    /// Continues an expression after a dot.
    mutating func extendAfterDot(_ left: inout Branch, power: Int) throws(ExpressionError) {
        if take(.star) {
            let rest = try projected(above: power)
            left = try Branch(
                .valueProjection(base: left.node, rest: rest.node),
                at: left.position,
                above: [left, rest]
            )
            return
        }
        try left.append(try member(above: power), to: .sequence)
    }

    /// What stands after a dot.
    private mutating func member(above power: Int) throws(ExpressionError) -> Branch {
        let position = current.position
        switch current.kind {
        case .identifier, .quotedIdentifier, .star: return try expression(above: power)
        case .leftBracket:
            index += 1
            return try list(at: position)
        case .leftBrace:
            index += 1
            return try hash(at: position)
        default: throw unexpected("a name, '*', '[' or '{' after the dot")
        }
    }

    /// What a projection does with each element: everything that follows, up to what ends a projection.
    mutating func projected(above power: Int) throws(ExpressionError) -> Branch {
        let position = current.position
        guard current.bindingPower >= Self.projectionStop else { return Branch(.current, at: position) }
        switch current.kind {
        case .leftBracket, .filter: return try expression(above: power)
        case .dot:
            index += 1
            return try member(above: power)
        default: throw unexpected("'.', '[' or an operator")
        }
    }

    /// A bracket that begins an expression: an index, a slice, a projection, or a list to make.
    mutating func bracket(at position: Int) throws(ExpressionError) -> Branch {
        switch current.kind {
        case .number, .colon: break
        case .star where next.kind == .rightBracket: break
        default: return try list(at: position)
        }
        var branch = Branch(.current, at: position)
        try extendByBracket(&branch)
        return branch
    }

    /// Continues an expression after `[`.
    mutating func extendByBracket(_ left: inout Branch) throws(ExpressionError) {
        let position = current.position
        switch current.kind {
        case .number(let number) where next.kind != .colon:
            index += 1
            try expect(.rightBracket, "']' after the index")
            try left.append(Branch(.index(number), at: position), to: .sequence)
        case .number, .colon:
            try left.append(Branch(.slice(try slice()), at: position), to: .sequence)
            try project(&left)
        case .star:
            index += 1
            try expect(.rightBracket, "']' after '[*'")
            try project(&left)
        default:
            throw unexpected("an index, a slice or '*' in brackets")
        }
    }

    private mutating func project(_ left: inout Branch) throws(ExpressionError) {
        let rest = try projected(above: Self.projectionPower)
        left = try Branch(.projection(base: left.node, rest: rest.node), at: left.position, above: [left, rest])
    }

    /// `start:stop:step]`, each of them optional.
    private mutating func slice() throws(ExpressionError) -> Node.Slice {
        var parts: [Int?] = [nil, nil, nil]
        var part = 0
        var lastNumber = current.position
        while current.kind != .rightBracket {
            switch current.kind {
            case .colon where part < 2: part += 1
            case .number(let number) where parts[part] == nil:
                parts[part] = number
                lastNumber = current.position
            default: throw unexpected(part < 2 ? "a number, ':' or ']' in the slice" : "a number or ']' in the slice")
            }
            index += 1
        }
        index += 1
        guard parts[2] != 0 else {
            throw ExpressionError(.invalidValue, at: lastNumber, "A slice needs a step other than 0.")
        }
        return Node.Slice(start: parts[0], stop: parts[1], step: parts[2])
    }

    /// Continues an expression after `[?`.
    mutating func filter(_ left: inout Branch, power: Int) throws(ExpressionError) {
        let condition = try expression(above: 0)
        try expect(.rightBracket, "']' after the condition")
        let rest = try projected(above: power)
        left = try Branch(
            .filter(base: left.node, condition: condition.node, rest: rest.node),
            at: left.position,
            above: [left, condition, rest]
        )
    }

    /// A list to make, after `[`.
    private mutating func list(at position: Int) throws(ExpressionError) -> Branch {
        try countContainer(at: position)
        var elements: [Branch] = []
        repeat { elements.append(try expression(above: 0)) } while take(.comma)
        try expect(.rightBracket, "',' or ']'")
        return try Branch(.list(elements.map(\.node)), at: position, above: elements)
    }
}
