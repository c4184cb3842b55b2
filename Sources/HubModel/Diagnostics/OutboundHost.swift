/// A host that the server connects to: a DNS name, or a literal address without brackets.
public struct OutboundHost: Identifier {
    /// The word for it in messages.
    public static let noun = "host"
    /// The rule in words.
    public static let rule = "a DNS name of letters, digits and hyphens, or an IPv4 or IPv6 address without brackets"
    /// The text, as it was given.
    public let text: String

    /// Wraps text that follows the rule; it is not checked again.
    public init(checked text: String) { self.text = text }

    /// Whether the text follows the rule.
    public static func accepts(_ text: String) -> Bool {
        if !text.contains("/"), AddressRange(text) != nil { return true }
        // RFC 1035 §2.3.4. A last label of digits alone is a mistyped address to every resolver (RFC 1123 §2.1).
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= 253 && labels.allSatisfy { Word.isHostLabel($0) }
            && labels.last?.utf8.allSatisfy(\.isDigit) == false
    }

    /// The address, where it is one.
    package var address: AddressRange? { AddressRange(text) }

    /// Reads `HOST`, `HOST:PORT` or `[IPv6]:PORT`, as they stand in a URL (RFC 3986 §3.2.2); `nil` for anything else.
    package static func withPort(_ text: Substring) -> (host: OutboundHost, port: Int?)? {
        var host = text
        var port: Int?
        let afterBracket = text.lastIndex(of: "]").map { text.index(after: $0) } ?? text.startIndex
        if let colon = text[afterBracket...].firstIndex(of: ":") {
            let digits = text[text.index(after: colon)...]
            guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy(\.isDigit), let number = Int(digits),
                (1...65_535).contains(number)
            else { return nil }
            host = text[..<colon]
            port = number
        }
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
            guard host.contains(":") else { return nil }
        } else if host.contains(":") {
            return nil
        }
        guard accepts(String(host)) else { return nil }
        return (OutboundHost(checked: host.lowercased()), port)
    }

    /// As it stands in a URL.
    package var inURL: String { text.contains(":") ? "[" + text + "]" : text }
}
