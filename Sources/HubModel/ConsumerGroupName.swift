/// The name of a consumer group of a hub's event endpoint.
///
/// The same in any case. The rule is that of `Microsoft.EventHub/namespaces/eventhubs/consumergroups`.
public struct ConsumerGroupName: Identifier {
    /// The word for it in messages.
    public static let noun = "consumer group name"
    /// The rule in words.
    public static let rule = "1 to 50 of A-Z a-z 0-9 - . _ with a letter or digit at both ends, or '$Default'"
    /// The group that every hub has.
    public static let standard = ConsumerGroupName(checked: "$Default")

    /// The text, as it was given.
    public let text: String

    /// Wraps text that follows the rule; it is not checked again.
    public init(checked text: String) { self.text = text }

    /// Whether the text follows the rule.
    public static func accepts(_ text: String) -> Bool {
        if text.lowercased() == standard.key { return true }
        guard Word.accepts(text, 1...50), let first = text.utf8.first, let last = text.utf8.last else { return false }
        return first.isLetterOrDigit && last.isLetterOrDigit
    }

    /// The name in lower case: what two spellings of one group have in common.
    public var key: String { text.lowercased() }

    /// Whether both are one.
    public static func == (left: ConsumerGroupName, right: ConsumerGroupName) -> Bool { left.key == right.key }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) { hasher.combine(key) }
}
