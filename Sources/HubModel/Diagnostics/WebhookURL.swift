/// The address of a webhook: an https URL without user and fragment.
public struct WebhookURL: Identifier {
    /// The word for it in messages.
    public static let noun = "webhook's URL"
    /// The rule in words.
    public static let rule =
        "https://HOST[:PORT][/PATH][?QUERY] in visible ASCII, at most 2048 characters, without user and fragment"
    /// More than any receiver needs; proxies begin to refuse a target at 8000 (RFC 9110 §4.1).
    private static let maximumLength = 2048
    private static let scheme = "https://"

    /// The text, as it was given.
    public let text: String

    /// Wraps text that follows the rule; it is not checked again.
    public init(checked text: String) { self.text = text }

    /// Whether the text follows the rule.
    public static func accepts(_ text: String) -> Bool { parts(text) != nil }

    /// The host, the port, and what is asked for: path and query.
    package var parts: (host: OutboundHost, port: Int, target: String)? { Self.parts(text) }

    private static func parts(_ text: String) -> (host: OutboundHost, port: Int, target: String)? {
        // What RFC 3986 §2 has no place for would end the request line or be read otherwise by others.
        let forbidden = Set("\"<>\\^`{|}#".utf8)
        guard text.utf8.count <= maximumLength, text.lowercased().hasPrefix(scheme),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !forbidden.contains($0) })
        else { return nil }
        let rest = text.dropFirst(scheme.count)
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        guard let (host, port) = OutboundHost.withPort(rest[..<end]) else { return nil }
        let target = rest[end...]
        return (host, port ?? 443, target.hasPrefix("/") ? String(target) : "/" + target)
    }
}
