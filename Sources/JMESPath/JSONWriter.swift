/// Writes JSON that a terminal can show: what would move its cursor or turn text round is a `\u` escape.
package struct JSONWriter {
    /// Where line ends and spaces stand.
    package enum Layout: Sendable {
        /// Two spaces for each level, empty lists and objects as `[]` and `{}`: Python's `json.dumps(indent=2)`.
        case pretty
        /// No space at all.
        case compact
    }

    /// Which characters of strings are escaped beside those that JSON wants escaped.
    enum Escapes {
        /// Those that do something to a terminal.
        case dangerous
        /// All but printable ASCII: Python's `json.dumps` as `to_string` uses it.
        case nonASCII
    }

    private let layout: Layout
    private let sortsMembers: Bool
    private let escapes: Escapes

    /// Members stand in the order of their names, or of their document.
    package init(layout: Layout, sortsMembers: Bool) {
        self.init(layout: layout, sortsMembers: sortsMembers, escapes: .dangerous)
    }

    init(layout: Layout, sortsMembers: Bool, escapes: Escapes) {
        self.layout = layout
        self.sortsMembers = sortsMembers
        self.escapes = escapes
    }

    /// The JSON of a value, without a line end after it.
    package func text(_ value: JSONValue) -> String {
        var output: [UInt8] = []
        write(value, level: 0, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    private func write(_ value: JSONValue, level: Int, to output: inout [UInt8]) {
        switch value {
        case .null, .bool, .number: output += value.scalarText.utf8
        case .string(let text): write(text, to: &output)
        case .array(let elements):
            output.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                breakLine(level + 1, &output)
                write(element, level: level + 1, to: &output)
            }
            if !elements.isEmpty { breakLine(level, &output) }
            output.append(UInt8(ascii: "]"))
        case .object(let object):
            output.append(UInt8(ascii: "{"))
            let members = sortsMembers ? object.sortedMembers : object.members
            for (index, member) in members.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                breakLine(level + 1, &output)
                write(member.0, to: &output)
                output += layout == .pretty ? ": ".utf8 : ":".utf8
                write(member.1, level: level + 1, to: &output)
            }
            if !members.isEmpty { breakLine(level, &output) }
            output.append(UInt8(ascii: "}"))
        }
    }

    private func breakLine(_ level: Int, _ output: inout [UInt8]) {
        guard layout == .pretty else { return }
        output.append(UInt8(ascii: "\n"))
        output += repeatElement(UInt8(ascii: " "), count: 2 * level)
    }

    private func write(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            output += text.utf8
        } else {
            for scalar in text.unicodeScalars { write(scalar, to: &output) }
        }
        output.append(UInt8(ascii: "\""))
    }

    private func write(_ scalar: Unicode.Scalar, to output: inout [UInt8]) {
        switch scalar {
        case "\"": output += "\\\"".utf8
        case "\\": output += "\\\\".utf8
        case "\n": output += "\\n".utf8
        case "\r": output += "\\r".utf8
        case "\t": output += "\\t".utf8
        case "\u{8}": output += "\\b".utf8
        case "\u{C}": output += "\\f".utf8
        case " "..."~": output.append(UInt8(truncatingIfNeeded: scalar.value))
        default:
            guard escapes == .nonASCII || Self.isDangerous(scalar) else {
                output += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
                return
            }
            for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
                let digits = String(unit, radix: 16)
                output += "\\u".utf8
                output += repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count)
                output += digits.utf8
            }
        }
    }

    /// Control characters, line and paragraph separators, bidirectional controls, and characters without any sight.
    private static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x1F, 0x7F...0x9F, 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB,
            0xE0000...0xE007F:
            true
        default:
            false
        }
    }
}
