import HubModel

/// Cuts a query into words, values and signs.
struct Lexer {
    private let scalars: [Unicode.Scalar]
    private var index = 0

    /// All tokens, the last of them the end.
    static func tokens(of scalars: [Unicode.Scalar]) throws(QueryProblem) -> [Token] {
        var lexer = Lexer(scalars: scalars)
        var tokens: [Token] = []
        repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
        return tokens
    }

    private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    private mutating func next() throws(QueryProblem) -> Token {
        skipBlanks()
        let start = index
        guard let scalar = peek() else { return Token(kind: .end, range: start..<start) }
        let kind: Token.Kind
        if Self.isWordStart(scalar) {
            kind = try word()
        } else if scalar == "!", let second = peek(1), Self.isWordStart(second) {
            index += 1
            kind = .word("!" + operatorWord())
        } else if Self.isDigit(scalar) {
            kind = .value(try number())
        } else if scalar == "'" || scalar == "\"" {
            kind = .value(.string(try quoted(scalar, from: start, isVerbatim: false)))
        } else if scalar == "@", let quote = peek(1), quote == "'" || quote == "\"" {
            index += 1
            kind = .value(.string(try quoted(quote, from: start, isVerbatim: true)))
        } else if let sign = Token.Sign.allCases.first(where: { begins(with: $0.rawValue) }) {
            index += sign.rawValue.unicodeScalars.count
            kind = .sign(sign)
        } else {
            throw QueryProblem("the character '\(VisibleText.show(String(scalar)))' is not supported", at: start)
        }
        return Token(kind: kind, range: start..<index)
    }

    /// A word, or the time in the brackets of `datetime(…)`, which follows no other rule of the language.
    private mutating func word() throws(QueryProblem) -> Token.Kind {
        let start = index
        let word = operatorWord()
        guard word == "datetime" else { return .word(word) }
        skipBlanks()
        guard peek() == "(" else { return .word(word) }
        index += 1
        skipBlanks()
        let text = take { $0 != ")" }
        guard peek() == ")" else { throw QueryProblem("the bracket of datetime( is not closed", at: start) }
        index += 1
        guard let time = TimeText.timestamp(text) else {
            throw QueryProblem(
                "'\(VisibleText.show(text, limit: 40))' is no time",
                at: start,
                advice: "A time is a day, or a day with a time in UTC: datetime(2026-11-26), "
                    + "datetime(2026-11-26 10:30), datetime(2026-11-26T10:30:00Z)."
            )
        }
        return .value(.datetime(time))
    }

    /// A word, and the `~` behind it that belongs to `in~` and `!in~`.
    private mutating func operatorWord() -> String {
        let word = take(while: Self.isWordPart)
        guard word == "in", peek() == "~" else { return word }
        index += 1
        return word + "~"
    }

    /// A text in quotes, with the escapes of the language; a verbatim one has none but its doubled quote.
    private mutating func quoted(
        _ quote: Unicode.Scalar,
        from start: Int,
        isVerbatim: Bool
    ) throws(QueryProblem) -> String {
        var text = String.UnicodeScalarView()
        index += 1
        while let scalar = peek(), scalar != "\n" {
            // The database would end the text there.
            guard scalar != "\0" else { throw QueryProblem("a text holds no character 0", at: index) }
            index += 1
            if scalar == quote {
                guard isVerbatim, peek() == quote else { return String(text) }
                index += 1
                text.append(quote)
            } else if scalar == "\\", !isVerbatim {
                text.append(try escaped())
            } else {
                text.append(scalar)
            }
        }
        throw QueryProblem(
            "the text has no end",
            at: start,
            advice: "A text ends on its line with the quote that began it."
        )
    }

    /// What a backslash and the character behind it stand for.
    private mutating func escaped() throws(QueryProblem) -> Unicode.Scalar {
        let start = index - 1
        guard let scalar = peek() else { throw QueryProblem("the text has no end", at: start) }
        index += 1
        switch scalar {
        case "\\", "'", "\"": return scalar
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "u":
            let digits = String(String.UnicodeScalarView(scalars[index...].prefix(4)))
            if digits.utf8.count == 4, digits.utf8.allSatisfy({ Self.isHexDigit($0) }),
                let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init), scalar != "\0"
            {
                index += 4
                return scalar
            }
        default: break
        }
        throw QueryProblem(
            "'\\\(VisibleText.show(String(scalar)))' is not an escape",
            at: start,
            advice: #"Escapes are \\ \' \" \n \r \t and \uXXXX; in @'…' a backslash is a backslash."#
        )
    }

    /// A number, or a span of time where a unit follows.
    private mutating func number() throws(QueryProblem) -> LogValue {
        let start = index
        var text = take(while: Self.isDigit)
        if peek() == ".", let digit = peek(1), Self.isDigit(digit) {
            index += 1
            text += "." + take(while: Self.isDigit)
        }
        let unitStart = index
        let unit = take(while: Self.isWordPart)
        if unit.isEmpty {
            if let value = Int64(text) { return .long(value) }
            if text.contains("."), let value = Double(text), value.isFinite { return .real(value) }
        } else if let span = TimeText.timespan(text, unit: unit) {
            return .timespan(span)
        } else if TimeText.milliseconds(of: unit) == nil {
            throw QueryProblem(
                "'\(VisibleText.show(text + unit, limit: 40))' is no number and no span of time",
                at: unitStart,
                advice: "Spans of time are written 1d, 2h, 5m, 30s and 100ms."
            )
        }
        throw QueryProblem("'\(VisibleText.show(text + unit, limit: 40))' is too large", at: start)
    }

    /// Blanks, and comments to the end of their line.
    private mutating func skipBlanks() {
        while let scalar = peek() {
            if scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r" {
                index += 1
            } else if begins(with: "//") {
                _ = take { $0 != "\n" }
            } else {
                return
            }
        }
    }

    private mutating func take(while isPart: (Unicode.Scalar) -> Bool) -> String {
        var text = String.UnicodeScalarView()
        while let scalar = peek(), isPart(scalar) {
            text.append(scalar)
            index += 1
        }
        return String(text)
    }

    private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
        index + ahead < scalars.count ? scalars[index + ahead] : nil
    }

    private func begins(with text: String) -> Bool { scalars[index...].starts(with: text.unicodeScalars) }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }

    private static func isWordStart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool { isWordStart(scalar) || isDigit(scalar) }
}
