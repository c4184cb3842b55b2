/// What a service asks the agent of a device for: a name, a port, or a host and port that the agent has named.
public struct ServiceName: Identifier {
    /// The word for it in messages.
    public static let noun = "service name"

    /// The rule in words.
    public static let rule = "1 to 128 of A-Z a-z 0-9 - . _ ~ : [ ] and neither '.' nor '..'"

    /// The text, as it was given.
    public let text: String

    /// Wraps text that follows the rule; it is not checked again.
    public init(checked text: String) { self.text = text }

    /// Whether the text follows the rule.
    public static func accepts(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count) && text != "." && text != ".."
            && text.utf8.allSatisfy {
                Unreserved.contains($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]")
            }
    }
}
