/// Makes a tree of tokens: top-down operator precedence (Pratt) with the binding powers of `jmespath.py`.
///
/// Stricter than `jmespath.py` in what the grammar forbids and it lets through: arguments and members without a comma
/// between them, a comma before `)`, `(name)(…)` as a call, `&` elsewhere than before an argument.
struct Parser {
    /// What binds weaker ends a projection: what follows is for the whole list.
    static let projectionStop = 10
    /// How many lists and objects an expression may put round its values: so deep a result can be.
    static let maximumContainers = 512

    let tokens: [Token]
    var index = 0
    private var depth = 0
    private var containers = 0

    init(_ tokens: [Token]) {
        self.tokens = tokens
    }

    /// The whole expression.
    mutating func root() throws(ExpressionError) -> Node {
        let branch = try expression(above: 0)
        guard current.kind == .end else { throw unexpected("an operator or the end of the expression") }
        return branch.node
    }

    // The last token is the end, and nothing goes past it.
    var current: Token { tokens[min(index, tokens.count - 1)] }

    var next: Token { tokens[min(index + 1, tokens.count - 1)] }

    /// The current token, which is left behind.
    mutating func advance() -> Token {
        defer { index += 1 }
        return current
    }

    mutating func take(_ kind: Token.Kind) -> Bool {
        guard current.kind == kind else { return false }
        index += 1
        return true
    }

    mutating func expect(_ kind: Token.Kind, _ name: String) throws(ExpressionError) {
        guard take(kind) else { throw unexpected(name) }
    }

    func unexpected(_ expected: String) -> ExpressionError {
        ExpressionError(.syntax, at: current.position, "Expected \(expected), found \(current.name).")
    }

    /// An expression up to the first token that does not bind stronger than the power.
    mutating func expression(above power: Int) throws(ExpressionError) -> Branch {
        guard depth < Branch.maximumHeight else { throw Branch.tooDeep(at: current.position) }
        depth += 1
        defer { depth -= 1 }
        var left = try operand()
        while current.bindingPower > power { try extend(&left) }
        return left
    }

    /// What an expression begins with.
    private mutating func operand() throws(ExpressionError) -> Branch {
        let position = current.position
        switch current.kind {
        case .identifier(let name):
            index += 1
            var branch = Branch(.field(name), at: position)
            branch.isName = true
            return branch
        case .quotedIdentifier(let name):
            index += 1
            guard current.kind != .leftParenthesis else {
                throw ExpressionError(.syntax, at: position, "Expected a function's name without quotes, found quotes.")
            }
            return Branch(.field(name), at: position)
        case .literal(let value):
            index += 1
            return Branch(.literal(value), at: position)
        case .current:
            index += 1
            return Branch(.current, at: position)
        case .star:
            index += 1
            // `[*]` is a list of all values, not a projection of it.
            let rest =
                current.kind == .rightBracket
                ? Branch(.current, at: current.position) : try projected(above: Self.projectionPower)
            return try Branch(.valueProjection(base: .current, rest: rest.node), at: position, above: [rest])
        case .not:
            let power = advance().bindingPower
            let operand = try expression(above: power)
            return try Branch(.not(operand.node), at: position, above: [operand])
        case .leftParenthesis:
            index += 1
            var branch = try expression(above: 0)
            try expect(.rightParenthesis, "')'")
            branch.isName = false
            return branch
        case .flatten, .filter:
            var branch = Branch(.current, at: position)
            try extend(&branch)
            return branch
        case .leftBracket:
            index += 1
            return try bracket(at: position)
        case .leftBrace:
            index += 1
            return try hash(at: position)
        case .reference:
            throw ExpressionError(.syntax, at: position, "'&' can stand only before an argument of a function.")
        default:
            throw unexpected("an expression")
        }
    }

    /// Adds to an expression what the current token begins.
    private mutating func extend(_ left: inout Branch) throws(ExpressionError) {
        let token = current
        switch token.kind {
        case .dot:
            index += 1
            try extendAfterDot(&left, power: token.bindingPower)
        case .pipe:
            index += 1
            try left.append(try expression(above: token.bindingPower), to: .sequence)
        case .or:
            index += 1
            try left.append(try expression(above: token.bindingPower), to: .alternatives)
        case .and:
            index += 1
            try left.append(try expression(above: token.bindingPower), to: .conditions)
        case .equal: try compare(&left, .equal)
        case .notEqual: try compare(&left, .notEqual)
        case .less: try compare(&left, .less)
        case .lessOrEqual: try compare(&left, .lessOrEqual)
        case .greater: try compare(&left, .greater)
        case .greaterOrEqual: try compare(&left, .greaterOrEqual)
        case .flatten:
            index += 1
            let rest = try projected(above: token.bindingPower)
            let base = Node.flatten(left.node)
            var branch = try Branch(base, at: left.position, above: [left])
            branch = try Branch(
                .projection(base: base, rest: rest.node),
                at: left.position,
                above: [branch, rest]
            )
            left = branch
        case .filter:
            index += 1
            try filter(&left, power: token.bindingPower)
        case .leftBracket:
            index += 1
            try extendByBracket(&left)
        case .leftParenthesis:
            left = try call(left)
        default:
            throw unexpected("an operator or the end of the expression")
        }
    }

    private mutating func compare(_ left: inout Branch, _ comparison: Node.Comparison) throws(ExpressionError) {
        let power = advance().bindingPower
        let right = try expression(above: power)
        left = try Branch(
            .comparison(comparison, left.node, right.node),
            at: left.position,
            above: [left, right]
        )
    }

    /// Counts a list or object that the expression makes.
    mutating func countContainer(at position: Int) throws(ExpressionError) {
        containers += 1
        guard containers <= Self.maximumContainers else {
            throw ExpressionError(
                .syntax,
                at: position,
                "The expression makes more than \(Self.maximumContainers) lists and objects."
            )
        }
    }
}
