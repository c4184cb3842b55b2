/// The bare name of a log file: it stands in a directory that the server's configuration names.
public struct LogFileName: Identifier {
    /// The word for it in messages.
    public static let noun = "name of a log file"
    /// The rule in words.
    public static let rule =
        "1 to 64 of A-Z a-z 0-9 - . _, a letter or digit first, and no end such as '.1', which older files have"
    /// The text, as it was given.
    public let text: String

    /// Wraps text that follows the rule; it is not checked again.
    public init(checked text: String) { self.text = text }

    /// Whether the text follows the rule.
    public static func accepts(_ text: String) -> Bool {
        guard Word.accepts(text, 1...64), text.utf8.first?.isLetterOrDigit == true else { return false }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1, let last = parts.last else { return true }
        return last.isEmpty || !last.utf8.allSatisfy(\.isDigit)
    }
}
