import HubModel
import JMESPath

/// Block YAML (1.1 and 1.2 read it alike): members sorted, lists not indented below their name, as `az` prints it.
enum YAMLWriter {
    static func text(_ value: JSONValue) -> String {
        var text = ""
        write(value, indentation: 0, to: &text)
        return text
    }

    /// Writes a value that begins a line, with its line end.
    private static func write(_ value: JSONValue, indentation: Int, to text: inout String) {
        if let members = value.members, !members.isEmpty {
            for (index, (name, member)) in members.enumerated() {
                if index > 0 { text += spaces(indentation) }
                text += scalar(name) + ":"
                // The items of a list stand below the name; members of an object two columns further.
                writeBelow(member, indentation: indentation, to: &text)
            }
        } else if let elements = value.elements, !elements.isEmpty {
            for (index, element) in elements.enumerated() {
                if index > 0 { text += spaces(indentation) }
                text += "- "
                write(element, indentation: indentation + 2, to: &text)
            }
        } else {
            text += inline(value) + "\n"
        }
    }

    /// Writes the value of a member after its colon.
    private static func writeBelow(_ value: JSONValue, indentation: Int, to text: inout String) {
        if let elements = value.elements, !elements.isEmpty {
            text += "\n" + spaces(indentation)
            write(value, indentation: indentation, to: &text)
        } else if let members = value.members, !members.isEmpty {
            text += "\n" + spaces(indentation + 2)
            write(value, indentation: indentation + 2, to: &text)
        } else {
            text += " " + inline(value) + "\n"
        }
    }

    private static func inline(_ value: JSONValue) -> String {
        if value.elements != nil { return "[]" }
        if value.members != nil { return "{}" }
        return value.stringValue.map(scalar) ?? number(value.scalarText)
    }

    /// A number that YAML 1.1 takes for one, too: with an exponent it needs a fraction and a sign (`1.0e+5`).
    static func number(_ text: String) -> String {
        guard let first = text.utf8.first, first.isDigit || first == UInt8(ascii: "-"),
            let mark = text.firstIndex(where: { $0 == "e" || $0 == "E" })
        else { return text }
        let mantissa = text[..<mark]
        let exponent = text[text.index(after: mark)...]
        let isSigned = exponent.hasPrefix("+") || exponent.hasPrefix("-")
        return mantissa + (mantissa.contains(".") ? "" : ".0") + "e" + (isSigned ? "" : "+") + exponent
    }

    /// A string as a plain, single-quoted or double-quoted scalar (YAML 1.2.2 §7.3).
    static func scalar(_ text: String) -> String {
        if isPlain(text) { return text }
        if !text.unicodeScalars.contains(where: isUnprintable), !text.contains("\\") {
            return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
        }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            default: quoted += isUnprintable(scalar) ? escape(scalar) : String(scalar)
            }
        }
        return quoted + "\""
    }

    private static let wordsOfOtherTypes: Set<String> = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
    private static let plainSymbols = Set("_-./+@=,;()$ ".utf8)

    /// Whether every reader takes the text for the same string without quotes; a doubt counts as no.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return false }
        guard first.isLetterOrDigit && !first.isDigit || first == UInt8(ascii: "_") || first == UInt8(ascii: "/"),
            last != UInt8(ascii: " "), last != UInt8(ascii: ":"),
            !wordsOfOtherTypes.contains(text.lowercased())
        else { return false }
        var previous: UInt8 = 0
        for byte in text.utf8 {
            // ": " begins the value of a member.
            if previous == UInt8(ascii: ":"), byte == UInt8(ascii: " ") { return false }
            guard byte.isLetterOrDigit || byte == UInt8(ascii: ":") || plainSymbols.contains(byte) else { return false }
            previous = byte
        }
        return true
    }

    /// What a reader refuses (YAML 1.2.2 §5.1), and what would move the cursor.
    private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
        VisibleText.isDangerous(scalar) || scalar.value == 0xFFFE || scalar.value == 0xFFFF
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let (mark, width) =
            switch scalar.value {
            case ...0xFF: ("\\x", 2)
            case ...0xFFFF: ("\\u", 4)
            default: ("\\U", 8)
            }
        return mark + String(repeating: "0", count: width - digits.count) + digits
    }

    private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}
