/// The name that a service gives a stream: 1 to 128 of `A-Z a-z 0-9 - . _ ~`.
///
/// It becomes a level of an MQTT topic that every SDK reads verbatim, so the alphabet is that of RFC 3986 §2.3: no
/// separator of topics, queries or paths is in it. `.` and `..` are no names, because the name is also a path segment.
public struct StreamName: Identifier {
    /// The word for it in messages.
    public static let noun = "stream name"

    /// The rule in words.
    public static let rule = "1 to 128 of A-Z a-z 0-9 - . _ ~ and neither '.' nor '..'"

    /// The text, as it was given.
    public let text: String

    /// Wraps text that follows the rule; it is not checked again.
    public init(checked text: String) { self.text = text }

    /// Whether the text follows the rule.
    public static func accepts(_ text: String) -> Bool { Unreserved.accepts(text, 1...128) }
}

/// The unreserved characters of RFC 3986 §2.3, which are safe in topics, paths and queries as they are.
package enum Unreserved {
    package static func accepts(_ text: String, _ length: ClosedRange<Int>) -> Bool {
        length.contains(text.utf8.count) && text != "." && text != ".." && text.utf8.allSatisfy(contains)
    }

    package static func contains(_ byte: UInt8) -> Bool {
        byte.isLetterOrDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "~")
    }
}
