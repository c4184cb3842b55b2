/// A word of an expression.
struct Token: Sendable {
    enum Kind: Equatable, Sendable {
        case identifier(String)
        case quotedIdentifier(String)
        case literal(JSONValue)
        case number(Int)
        case dot, star, comma, colon, current
        case leftParenthesis, rightParenthesis, leftBrace, rightBrace, leftBracket, rightBracket
        case flatten, filter
        case and, or, not, pipe, reference
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
        case end
    }

    let kind: Kind
    /// Unicode scalars before it.
    let position: Int
    /// How it is written.
    let text: String

    /// How strongly it holds what stands before it: zero ends an expression.
    var bindingPower: Int {
        switch kind {
        case .identifier, .quotedIdentifier, .literal, .number, .rightBracket, .rightParenthesis, .comma, .rightBrace,
            .current, .reference, .colon, .end:
            0
        case .pipe: 1
        case .or: 2
        case .and: 3
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: 5
        case .flatten: 9
        case .star: 20
        case .filter: 21
        case .dot: 40
        case .not: 45
        case .leftBrace: 50
        case .leftBracket: 55
        case .leftParenthesis: 60
        }
    }

    /// The token as an error names it.
    var name: String { kind == .end ? "the end of the expression" : "'" + text + "'" }
}
