/// The name of a CA's certificate on a hub: 1 to 64 of `A-Z a-z 0-9 - . _`, as in Azure.
public struct CertificateName: Identifier {
    /// The word for it in messages.
    public static let noun = "certificate name"
    /// The rule in words.
    public static let rule = "1 to 64 of A-Z a-z 0-9 - . _ and neither '.' nor '..'"
    /// The text, as it was given.
    public let text: String

    /// All members, in order.
    public init(checked text: String) { self.text = text }

    /// Whether the text follows the rule.
    public static func accepts(_ text: String) -> Bool { Word.accepts(text, 1...64) }
}
