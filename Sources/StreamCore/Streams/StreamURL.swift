package import HubModel

/// The URL at which one side joins a stream: `wss://host:port/path`, nothing else.
///
/// SDKs force the form. The C parser knows no default port, no IPv6 literal and no query, uses TLS whatever the scheme,
/// and copies host and path into 1024 bytes without a check.
package struct StreamURL: Hashable, Sendable {
    /// Below the 1024 bytes of the C sample.
    package static let maximumBytes = 900

    /// A DNS name or an IPv4 address.
    package let host: String
    package let port: UInt16
    /// Begins with `/`.
    package let path: String

    /// The URL of one side of a stream.
    ///
    /// Throws `ArgumentInvalid` when the host is not a DNS name or IPv4 address, or the port is 0.
    package init(host: String, port: UInt16, path: BridgePath) throws(HubError) {
        guard Self.isHost(host), port > 0 else {
            throw HubError(
                .argumentInvalid,
                "'\(VisibleText.show(host, limit: 160)):\(port)' is not a host name and port for a stream.",
                hint: "Use a DNS name or an IPv4 address, and a port of 1 to 65535."
            )
        }
        self.host = host
        self.port = port
        self.path = path.text
    }

    package var text: String { "wss://" + host + ":" + String(port) + path }

    /// Reads a URL that a hub handed out; `nil` when it is of another form.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.maximumBytes, text.hasPrefix("wss://") else { return nil }
        let rest = text.dropFirst(6)
        let authority = rest.prefix { $0 != "/" }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, Self.isHost(String(parts[0])), (1...5).contains(parts[1].utf8.count),
            parts[1].utf8.allSatisfy(\.isDigit), let port = UInt16(parts[1]), port > 0
        else { return nil }
        let path = rest.dropFirst(authority.count)
        guard path.utf8.allSatisfy(Self.isPathByte) else { return nil }
        host = String(parts[0])
        self.port = port
        self.path = path.isEmpty ? "/" : String(path)
    }

    /// 253 is the limit of a name (RFC 1035 §2.3.4).
    private static func isHost(_ text: String) -> Bool {
        (1...253).contains(text.utf8.count)
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
            }
    }

    /// What a path may hold (RFC 3986 §3.3): unreserved characters, escapes, delimiters, slashes.
    private static func isPathByte(_ byte: UInt8) -> Bool {
        Unreserved.contains(byte) || pathSymbols.contains(byte)
    }

    private static let pathSymbols = Set("/%!$&'()*+,;=:@".utf8)
}
