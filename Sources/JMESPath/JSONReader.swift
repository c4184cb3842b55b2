/// Reads JSON as RFC 8259 has it and nothing more: no comments, no trailing commas, no byte order mark.
///
/// Of two members with one name the last one counts. A `\u` escape that is half of a surrogate pair is refused: it is
/// no text.
package struct JSONReader {
    /// How deep lists and objects may stand in each other: far beyond any real answer, far below the stack's end.
    package static let maximumDepth = 512

    let bytes: [UInt8]
    var index = 0
    private var depth = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The value of a text in UTF-8.
    package static func read(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONValue {
        var reader = JSONReader(bytes)
        let value = try reader.value()
        reader.skipSpace()
        guard reader.index == bytes.count else { throw reader.problem("Expected the end of the text") }
        return value
    }

    /// Whether the text is a number of RFC 8259 §6, without anything around it.
    static func isNumber(_ text: String) -> Bool {
        var reader = JSONReader(Array(text.utf8))
        guard let first = reader.current, first == UInt8(ascii: "-") || isDigit(first) else { return false }
        // Only the answer counts here.
        return (try? reader.number()) != nil && reader.index == reader.bytes.count
    }

    var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private mutating func value() throws(JSONSyntaxError) -> JSONValue {
        skipSpace()
        guard let byte = current else { throw problem("Expected a value") }
        switch byte {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return try nested { reader throws(JSONSyntaxError) in try reader.object() }
        case UInt8(ascii: "["): return try nested { reader throws(JSONSyntaxError) in try reader.array() }
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw problem("Expected a value")
        }
    }

    private mutating func nested(
        _ read: (inout JSONReader) throws(JSONSyntaxError) -> JSONValue
    ) throws(JSONSyntaxError) -> JSONValue {
        guard depth < Self.maximumDepth else {
            throw JSONSyntaxError(offset: index, message: "Values are nested deeper than \(Self.maximumDepth) levels.")
        }
        depth += 1
        index += 1
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func array() throws(JSONSyntaxError) -> JSONValue {
        var elements: [JSONValue] = []
        if take("]") { return .array(elements) }
        while true {
            elements.append(try value())
            if take("]") { return .array(elements) }
            guard take(",") else { throw problem("Expected ',' or ']'") }
        }
    }

    private mutating func object() throws(JSONSyntaxError) -> JSONValue {
        var builder = JSONObject.Builder()
        if take("}") { return .object(builder.object) }
        while true {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw problem("Expected a name in quotes") }
            let name = try string()
            guard take(":") else { throw problem("Expected ':'") }
            builder.set(name, try value())
            if take("}") { return .object(builder.object) }
            guard take(",") else { throw problem("Expected ',' or '}'") }
        }
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        guard bytes[index...].starts(with: word.utf8) else { throw problem("Expected '\(word)'") }
        index += word.utf8.count
        return value
    }

    private mutating func number() throws(JSONSyntaxError) -> JSONNumber {
        let start = index
        if current == UInt8(ascii: "-") { index += 1 }
        if current == UInt8(ascii: "0") {
            index += 1
        } else {
            try digits()
        }
        if current == UInt8(ascii: ".") {
            index += 1
            try digits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            index += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { index += 1 }
            try digits()
        }
        return JSONNumber(validText: String(decoding: bytes[start..<index], as: UTF8.self))
    }

    private mutating func digits() throws(JSONSyntaxError) {
        let start = index
        while let byte = current, Self.isDigit(byte) { index += 1 }
        guard index > start else { throw problem("Expected a digit") }
    }

    private mutating func take(_ mark: Unicode.Scalar) -> Bool {
        skipSpace()
        guard current == UInt8(ascii: mark) else { return false }
        index += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }

    /// An error at the current byte, which names it.
    func problem(_ expected: String) -> JSONSyntaxError {
        let found =
            switch current {
            case nil: "the end of the text"
            case let byte? where byte > 0x20 && byte < 0x7F: "'\(Unicode.Scalar(byte))'"
            case let byte?: "the byte 0x" + String(byte, radix: 16, uppercase: true)
            }
        return JSONSyntaxError(offset: index, message: expected + ", found " + found + ".")
    }
}
