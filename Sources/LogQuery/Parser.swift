import HubModel

/// Reads the tokens of a query, operator by operator, and checks each against the columns that the one before left.
///
/// The steps are in `Parser+Steps.swift` and `Parser+Summaries.swift`, what stands in them in `Parser+Conditions.swift`
/// and `Parser+Scalars.swift`.
struct Parser {
    let source: QuerySource
    let now: Timestamp
    private let tokens: [Token]
    private var index = 0
    private var depth = 0
    /// The columns at this point of the query.
    var columns = LogField.columns
    var comparisons = 0
    var listedValues = 0

    init(tokens: [Token], source: QuerySource, now: Timestamp) {
        self.tokens = tokens
        self.source = source
        self.now = now
    }

    mutating func plan() throws(QueryProblem) -> LogPlan {
        try table()
        var steps: [LogStep] = []
        while takes(.bar) {
            guard steps.count < LogPlan.maximumSteps else {
                throw problem("a query has at most \(LogPlan.maximumSteps) operators")
            }
            steps += try step()
        }
        if takes(.semicolon) {
            guard current.kind == .end else { throw problem("only one query at a time is supported") }
        }
        guard current.kind == .end else {
            throw problem(
                "\(shown) is not supported here",
                advice: "Operators follow each other with '|' between them."
            )
        }
        return LogPlan(steps: steps, columns: columns)
    }

    private mutating func table() throws(QueryProblem) {
        guard case .word(let name) = current.kind else {
            throw problem("the table is missing", advice: "A query begins with: \(LogField.table) |")
        }
        guard name == LogField.table else {
            throw problem("there is no table \(shown)", advice: "A query begins with: \(LogField.table) |")
        }
        advance()
    }

    // Moving on.

    var current: Token { tokens[index] }

    var position: Int { index }

    /// The token after the current one.
    var following: Token { tokens[min(index + 1, tokens.endIndex - 1)] }

    mutating func advance() { index = min(index + 1, tokens.endIndex - 1) }

    /// Goes on behind the sign where it is the current token.
    mutating func takes(_ sign: Token.Sign) -> Bool {
        guard current.kind == .sign(sign) else { return false }
        advance()
        return true
    }

    mutating func takes(word: String) -> Bool {
        guard current.kind == .word(word) else { return false }
        advance()
        return true
    }

    mutating func expect(_ sign: Token.Sign, _ place: String) throws(QueryProblem) {
        guard takes(sign) else { throw problem("'\(sign.rawValue)' is missing \(place)\(found)") }
    }

    mutating func expect(word: String, _ place: String) throws(QueryProblem) {
        guard takes(word: word) else { throw problem("'\(word)' is missing \(place)\(found)") }
    }

    /// Does what stands in brackets, so many of which are within each other at most.
    mutating func nested<Value>(
        _ work: (inout Parser) throws(QueryProblem) -> Value
    ) throws(QueryProblem) -> Value {
        guard depth < LogPlan.maximumDepth else {
            throw problem("brackets are nested more than \(LogPlan.maximumDepth) deep")
        }
        depth += 1
        defer { depth -= 1 }
        return try work(&self)
    }

    // Telling.

    /// The current token, in quotes.
    var shown: String { current.kind == .end ? "the end" : "'\(source.shown(current.range))'" }

    /// What stands there instead of what is missing.
    private var found: String { current.kind == .end ? "" : "; there is \(shown)" }

    func problem(_ words: String, advice: String? = nil) -> QueryProblem {
        problem(words, at: current, advice: advice)
    }

    func problem(_ words: String, at token: Token, advice: String? = nil) -> QueryProblem {
        QueryProblem(words, at: token.range.lowerBound, advice: advice)
    }

    /// The one of some words that differs from a word in case alone.
    static func sameButForCase(_ word: String, _ words: [String]) -> String? {
        words.first { $0.lowercased() == word.lowercased() }
    }
}
