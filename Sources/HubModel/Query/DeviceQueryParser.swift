/// Reads the tokens of a query by recursive descent; `OR` binds least, then `AND`, then `NOT`.
struct DeviceQueryParser {
    /// How deep brackets and `NOT` may be nested.
    static let maximumDepth = 32
    /// How many comparisons one condition may have: with a chain of `AND` the tree is as deep as it has parts.
    static let maximumComparisons = 100

    private let tokens: [DeviceQueryLexer.Token]
    private var index = 0
    private var depth = 0
    private var comparisons = 0

    init(tokens: [DeviceQueryLexer.Token]) { self.tokens = tokens }

    mutating func query() throws(HubError) -> DeviceQuery {
        try expect(word: "SELECT")
        var query = DeviceQuery()
        if takes(word: "TOP") { query.top = try top() }
        if takes(.star) {
            query.selection = .devices
        } else if takes(word: "COUNT") {
            guard query.top == nil else { throw problem("TOP with COUNT() is not supported") }
            try expect(.open)
            try expect(.close)
            query.selection = .count(name: try takes(word: "AS") ? name() : DeviceQuery.countName)
        } else {
            throw problem("only SELECT * and SELECT COUNT() are supported")
        }
        try expect(word: "FROM")
        guard takes(word: "devices") else { throw problem("only FROM devices is supported") }
        if takes(word: "WHERE") { query.condition = try condition() }
        if takes(word: "ORDER") {
            try expect(word: "BY")
            let start = index
            guard try field() == .deviceID else {
                index = start
                throw problem("only ORDER BY deviceId is supported")
            }
            _ = takes(word: "ASC")
        }
        guard current.kind == .end else { throw problem("\(shown(current)) is not supported here") }
        return query
    }

    private mutating func top() throws(HubError) -> Int {
        guard case .number(.integer(let number)) = current.kind, number > 0, let top = Int(exactly: number) else {
            throw problem("TOP takes a whole number above 0")
        }
        index += 1
        return top
    }

    private mutating func name() throws(HubError) -> String {
        guard case .word(let name) = current.kind else { throw problem("a name is missing after AS") }
        index += 1
        return name
    }

    private mutating func condition() throws(HubError) -> DeviceCondition {
        var condition = try conjunction()
        while takes(word: "OR") { condition = .either(condition, try conjunction()) }
        return condition
    }

    private mutating func conjunction() throws(HubError) -> DeviceCondition {
        var condition = try negation()
        while takes(word: "AND") { condition = .both(condition, try negation()) }
        return condition
    }

    private mutating func negation() throws(HubError) -> DeviceCondition {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw problem("it is nested too deep") }
        if takes(word: "NOT") { return .not(try negation()) }
        if takes(.open) {
            let inner = try condition()
            try expect(.close)
            return inner
        }
        return try comparison()
    }

    private mutating func comparison() throws(HubError) -> DeviceCondition {
        comparisons += 1
        guard comparisons <= Self.maximumComparisons else {
            throw problem("it has more than \(Self.maximumComparisons) comparisons")
        }
        if takes(word: "STARTSWITH") {
            try expect(.open)
            let field = try field()
            try expect(.comma)
            guard case .text(let prefix) = current.kind else { throw problem("STARTSWITH takes a text in quotes") }
            index += 1
            try expect(.close)
            return .startsWith(field, prefix)
        }
        let field = try field()
        if takes(.equals) { return .equals(field, try value()) }
        if takes(.differs) { return .differs(field, try value()) }
        guard takes(word: "IN") else { throw problem("only =, !=, IN and STARTSWITH are supported") }
        try expect(.openList)
        var values = [try value()]
        while takes(.comma) { values.append(try value()) }
        try expect(.closeList)
        return .isOneOf(field, values)
    }

    private mutating func field() throws(HubError) -> DeviceField {
        guard case .word(let name) = current.kind else { throw problem("a field is missing") }
        let start = index
        index += 1
        var path: [String] = []
        while takes(.dot) {
            guard case .word(let part) = current.kind else { throw problem("a name is missing after the dot") }
            path.append(part)
            index += 1
        }
        switch (name, path.isEmpty) {
        case ("deviceId", true): return .deviceID
        case ("status", true): return .status
        case ("connectionState", true): return .connectionState
        case ("tags", false): return .tag(path)
        case _:
            index = start
            throw problem(
                "\(shown(current)) is not supported: the fields are deviceId, status, connectionState and tags.<name>"
            )
        }
    }

    private mutating func value() throws(HubError) -> JSONContent {
        let value: JSONContent
        switch current.kind {
        case .text(let text): value = .string(text)
        case .number(let number): value = number
        case .word(let word) where word.lowercased() == "true": value = .bool(true)
        case .word(let word) where word.lowercased() == "false": value = .bool(false)
        case .word(let word) where word.lowercased() == "null": value = .null
        case .word, .sign, .end: throw problem("a value is missing: a text in quotes, a number, true, false or null")
        }
        index += 1
        return value
    }

    private var current: DeviceQueryLexer.Token { tokens[min(index, tokens.count - 1)] }

    /// Takes a word of the language, which may be in any case.
    private mutating func takes(word: String) -> Bool {
        guard case .word(let text) = current.kind, text.lowercased() == word.lowercased() else { return false }
        index += 1
        return true
    }

    private mutating func takes(_ sign: DeviceQueryLexer.Sign) -> Bool {
        guard current.kind == .sign(sign) else { return false }
        index += 1
        return true
    }

    private mutating func expect(word: String) throws(HubError) {
        guard takes(word: word) else { throw problem("\(word) is missing before \(shown(current))") }
    }

    private mutating func expect(_ sign: DeviceQueryLexer.Sign) throws(HubError) {
        guard takes(sign) else { throw problem("'\(sign.rawValue)' is missing before \(shown(current))") }
    }

    private func problem(_ words: String) -> HubError { DeviceQueryLexer.problem(words, at: current.position) }

    private func shown(_ token: DeviceQueryLexer.Token) -> String {
        switch token.kind {
        case .word(let text), .text(let text): "'\(VisibleText.show(text, limit: 64))'"
        case .number: "the number"
        case .sign(let sign): "'\(sign.rawValue)'"
        case .end: "the end"
        }
    }
}
