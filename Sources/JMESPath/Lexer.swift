/// Cuts an expression into tokens.
struct Lexer {
    private let characters: [Unicode.Scalar]
    private var index = 0

    init(_ characters: [Unicode.Scalar]) {
        self.characters = characters
    }

    /// All tokens, with the end as the last one.
    mutating func tokens() throws(ExpressionError) -> [Token] {
        var tokens: [Token] = []
        while let character = current {
            if character == " " || character == "\t" || character == "\n" || character == "\r" {
                index += 1
                continue
            }
            let start = index
            let kind = try kind(beginning: character)
            tokens.append(Token(kind: kind, position: start, text: text(start..<index)))
        }
        tokens.append(Token(kind: .end, position: characters.count, text: ""))
        return tokens
    }

    private var current: Unicode.Scalar? { index < characters.count ? characters[index] : nil }

    private func text(_ range: Range<Int>) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: characters[range])
        return text
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard current == character else { return false }
        index += 1
        return true
    }

    private mutating func kind(beginning character: Unicode.Scalar) throws(ExpressionError) -> Token.Kind {
        let start = index
        switch character {
        case "a"..."z", "A"..."Z", "_":
            while let next = current, Self.isNamePart(next) { index += 1 }
            return .identifier(text(start..<index))
        case "0"..."9", "-": return try number()
        case "\"": return try quotedIdentifier()
        case "'": return .literal(.string(Self.unescaping("'", in: try content(until: "'"))))
        case "`": return .literal(try literal())
        default: index += 1
        }
        switch character {
        case ".": return .dot
        case "*": return .star
        case ",": return .comma
        case ":": return .colon
        case "@": return .current
        case "(": return .leftParenthesis
        case ")": return .rightParenthesis
        case "{": return .leftBrace
        case "}": return .rightBrace
        case "]": return .rightBracket
        case "[": return take("]") ? .flatten : take("?") ? .filter : .leftBracket
        case "|": return take("|") ? .or : .pipe
        case "&": return take("&") ? .and : .reference
        case "!": return take("=") ? .notEqual : .not
        case "<": return take("=") ? .lessOrEqual : .less
        case ">": return take("=") ? .greaterOrEqual : .greater
        case "=":
            guard take("=") else { throw error(at: start, "Expected '==' for a comparison, found '='.") }
            return .equal
        default:
            throw error(at: start, "No expression has the character '\(character)' outside of quotes.")
        }
    }

    private static func isNamePart(_ character: Unicode.Scalar) -> Bool {
        switch character {
        case "a"..."z", "A"..."Z", "0"..."9", "_": true
        default: false
        }
    }

    private mutating func number() throws(ExpressionError) -> Token.Kind {
        let start = index
        let isNegative = take("-")
        let firstDigit = index
        while let next = current, ("0"..."9").contains(next) { index += 1 }
        guard index > firstDigit else { throw error(at: start, "Expected a digit after '-'.") }
        // No list is longer: an index that does not fit finds as little as the largest one.
        return .number(Int(text(start..<index)) ?? (isNegative ? -Int.max : Int.max))
    }

    /// The text up to the next delimiter without a backslash before it; backslashes stay.
    private mutating func content(until delimiter: Unicode.Scalar) throws(ExpressionError) -> String {
        let start = index
        index += 1
        while let character = current, character != delimiter { index += character == "\\" ? 2 : 1 }
        guard index < characters.count else {
            index = characters.count
            throw error(at: start, "The closing \(delimiter) is missing.")
        }
        defer { index += 1 }
        return text(start + 1..<index)
    }

    private mutating func quotedIdentifier() throws(ExpressionError) -> Token.Kind {
        let start = index
        let content = try content(until: "\"")
        do throws(JSONSyntaxError) {
            guard case .string(let name) = try JSONReader.read(Array("\"\(content)\"".utf8)) else {
                throw JSONSyntaxError(offset: 0, message: "It is no JSON string.")
            }
            return .quotedIdentifier(name)
        } catch {
            throw self.error(at: start, "The name in quotes is no JSON string: \(error.message)")
        }
    }

    private mutating func literal() throws(ExpressionError) -> JSONValue {
        let start = index
        let content = Self.unescaping("`", in: try content(until: "`"))
        do throws(JSONSyntaxError) {
            return try JSONReader.read(Array(content.utf8))
        } catch {
            // Before JEP 12 a word without quotes was a string, and much of what is written for `az` still has it.
            let word = String(content.unicodeScalars.drop { $0.properties.isWhitespace })
            if let value = JSONValue.read(Array("\"\(word)\"".utf8)) { return value }
            throw self.error(at: start, "The literal in backticks is no JSON: \(error.message)")
        }
    }

    private static func unescaping(_ character: Unicode.Scalar, in text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "\\")) else { return text }
        var result = String.UnicodeScalarView()
        var escapes = false
        for scalar in text.unicodeScalars {
            if escapes, scalar == character { result.removeLast() }
            result.append(scalar)
            escapes = scalar == "\\"
        }
        return String(result)
    }

    private func error(at position: Int, _ message: String) -> ExpressionError {
        ExpressionError(.syntax, at: position, message)
    }
}
