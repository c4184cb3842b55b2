package import HubModel

/// The origin of a server: scheme https, host and port.
///
/// Credentials belong to an origin, so two of them are compared before one is sent.
package struct ServerURL: Hashable, Sendable, CustomStringConvertible {
    /// The host in lower case; an IPv6 address stands in brackets.
    package let host: String
    package let port: Int

    /// Reads `https://HOST[:PORT][/]`, or the same without `https://`.
    ///
    /// Throws `Usage` for another scheme, a user name, a path, or what is no host or port.
    package init(_ text: String, target: String = "--server") throws(HubError) {
        func problem(_ reason: String) -> HubError {
            HubError(
                .usage,
                "'\(VisibleText.show(text, limit: 200))' is not the URL of a server: \(reason).",
                target: target,
                hint: "Write it as https://HOST:PORT, such as https://hub.example.com."
            )
        }
        var rest = text[...]
        if let separator = text.firstIndex(of: ":"), text[separator...].hasPrefix("://") {
            guard text[..<separator].lowercased() == "https" else { throw problem("only https is spoken") }
            rest = text[separator...].dropFirst(3)
        }
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        guard let authority = Self.authority(rest) else {
            throw problem("after https:// it has a host and perhaps a port, and nothing else")
        }
        (host, port) = authority
    }

    /// `https://host`, with the port where it is not 443.
    package var description: String { "https://" + authority }

    /// The host, with the port where it is not 443.
    package var authority: String { port == HostNaming.defaultPort ? host : host + ":" + String(port) }

    /// The host without the brackets of an IPv6 address.
    package var bareHost: String { host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host }

    /// Whether the name means this machine: `localhost` and what ends in `.localhost` (RFC 6761 §6.3), or a loopback
    /// address.
    package var isLoopback: Bool { isLoopbackName || HostNaming.isLoopbackAddress(host) }

    /// Whether it is a name, not an address, that means this machine.
    var isLoopbackName: Bool { host == "localhost" || host.hasSuffix(".localhost") }

    /// Path and query of an absolute URL of this origin.
    ///
    /// `nil` when it is not https, of another origin, or no URL at all.
    package func target(of url: String) -> String? {
        guard let separator = url.firstIndex(of: ":"), url[..<separator].lowercased() == "https",
            url[separator...].hasPrefix("://")
        else { return nil }
        let rest = url[separator...].dropFirst(3)
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        guard let other = Self.authority(rest[..<slash]), other == (host, port) else { return nil }
        let target = slash == rest.endIndex ? "/" : String(rest[slash...])
        return RequestTarget.isSendable(target) ? target : nil
    }

    /// Reads `HOST[:PORT]`; `nil` for anything else, above all a user name.
    private static func authority(_ text: Substring) -> (host: String, port: Int)? {
        let lower = text.lowercased()
        var host = lower[...]
        var port = HostNaming.defaultPort
        let afterAddress = lower.hasPrefix("[") ? lower.firstIndex(of: "]") ?? lower.startIndex : lower.startIndex
        if let colon = lower[afterAddress...].firstIndex(of: ":") {
            let digits = lower[lower.index(after: colon)...]
            guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy(\.isDigit), let number = Int(digits),
                (1...65_535).contains(number)
            else { return nil }
            port = number
            host = lower[..<colon]
        }
        guard isHost(host) else { return nil }
        return (String(host), port)
    }

    private static func isHost(_ text: Substring) -> Bool {
        if text.hasPrefix("[") {
            return text.hasSuffix("]") && text.utf8.count > 3
                && text.dropFirst().dropLast().utf8.allSatisfy {
                    $0.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) || $0 == UInt8(ascii: ":")
                        || $0 == UInt8(ascii: ".")
                }
        }
        // 253 is the limit of a name (RFC 1035 §2.3.4).
        return (1...253).contains(text.utf8.count) && !text.hasPrefix(".") && !text.hasPrefix("-")
            && text.utf8.allSatisfy {
                $0.isLetterOrDigit || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
            }
    }
}
