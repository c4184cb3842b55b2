/// The name of a diagnostic setting on a hub: 1 to 64 of `A-Z a-z 0-9 - . _`.
public struct DiagnosticSettingName: Identifier {
    /// The word for it in messages.
    public static let noun = "name of a diagnostic setting"
    /// The rule in words.
    public static let rule = "1 to 64 of A-Z a-z 0-9 - . _ and neither '.' nor '..'"
    /// The setting that every hub has from its beginning: what the hub's own log keeps.
    public static let standard = DiagnosticSettingName(checked: "default")

    /// The text, as it was given.
    public let text: String

    /// Wraps text that follows the rule; it is not checked again.
    public init(checked text: String) { self.text = text }

    /// Whether the text follows the rule.
    public static func accepts(_ text: String) -> Bool { Word.accepts(text, 1...64) }
}
