/// Cuts a query into words, texts, numbers and signs.
enum DeviceQueryLexer {
    struct Token: Equatable, Sendable {
        enum Kind: Equatable, Sendable {
            case word(String)
            case text(String)
            case number(JSONContent)
            case sign(Sign)
            case end
        }

        let kind: Kind
        /// The character where it begins, from 1.
        let position: Int
    }

    enum Sign: String, CaseIterable, Sendable {
        case differs = "!="
        case open = "("
        case close = ")"
        case openList = "["
        case closeList = "]"
        case comma = ","
        case dot = "."
        case equals = "="
        case star = "*"
    }

    /// All tokens, the last of them the end.
    static func tokens(of text: String) throws(HubError) -> [Token] {
        let scalars = Array(text.unicodeScalars)
        var tokens: [Token] = []
        var index = 0
        while true {
            while index < scalars.count, isBlank(scalars[index]) { index += 1 }
            let position = index + 1
            guard index < scalars.count else {
                tokens.append(Token(kind: .end, position: position))
                return tokens
            }
            let scalar = scalars[index]
            let kind: Token.Kind
            if isWordStart(scalar) {
                kind = .word(take(scalars, &index, while: isWordPart))
            } else if isDigit(scalar) || scalar == "-" {
                kind = .number(try number(scalars, &index))
            } else if scalar == "'" || scalar == "\"" {
                kind = .text(try quoted(scalars, &index))
            } else if let sign = Sign.allCases.first(where: { begins(scalars, index, with: $0.rawValue) }) {
                index += sign.rawValue.unicodeScalars.count
                kind = .sign(sign)
            } else {
                throw problem("the character '\(VisibleText.show(String(scalar)))' is not supported", at: position)
            }
            tokens.append(Token(kind: kind, position: position))
        }
    }

    static func problem(_ words: String, at position: Int) -> HubError {
        HubError(.argumentInvalid, "The query cannot be used: \(words), at character \(position).", target: "query")
    }

    /// A text in quotes, in which a backslash stands before a quote or another backslash.
    private static func quoted(_ scalars: [Unicode.Scalar], _ index: inout Int) throws(HubError) -> String {
        let start = index
        let quote = scalars[index]
        var text = String.UnicodeScalarView()
        index += 1
        while index < scalars.count, scalars[index] != quote {
            if scalars[index] == "\\" {
                index += 1
                guard index < scalars.count, scalars[index] == "\\" || scalars[index] == "'" || scalars[index] == "\""
                else { throw problem("a backslash stands only before a quote or a backslash", at: index) }
            }
            text.append(scalars[index])
            index += 1
        }
        guard index < scalars.count else { throw problem("the text has no end", at: start + 1) }
        index += 1
        return String(text)
    }

    private static func number(_ scalars: [Unicode.Scalar], _ index: inout Int) throws(HubError) -> JSONContent {
        let start = index
        if scalars[index] == "-" { index += 1 }
        let text =
            (start == index ? "" : "-") + take(scalars, &index) { isDigit($0) || $0 == "." || $0 == "e" || $0 == "E" }
        if let value = Int64(text) { return .integer(value) }
        guard text.last.map({ $0.isNumber }) ?? false, let value = Double(text), value.isFinite else {
            throw problem("'\(VisibleText.show(text, limit: 40))' is no number", at: start + 1)
        }
        return .number(value)
    }

    private static func take(
        _ scalars: [Unicode.Scalar],
        _ index: inout Int,
        while isPart: (Unicode.Scalar) -> Bool
    ) -> String {
        var text = String.UnicodeScalarView()
        while index < scalars.count, isPart(scalars[index]) {
            text.append(scalars[index])
            index += 1
        }
        return String(text)
    }

    private static func begins(_ scalars: [Unicode.Scalar], _ index: Int, with text: String) -> Bool {
        scalars[index...].starts(with: text.unicodeScalars)
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r"
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func isWordStart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool { isWordStart(scalar) || isDigit(scalar) }
}
