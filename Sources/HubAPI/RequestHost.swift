import HubModel

/// The host that a request names: a name or address, and a port.
struct RequestHost: Equatable, Sendable {
    /// Without the port; an IPv6 address in its brackets.
    let name: String
    /// `nil` where none was named.
    let port: Int?

    /// Reads `host[:port]` (RFC 9110 §7.2); throws `IotHubFormatError` for anything else.
    init(authority: String) throws(HubError) {
        let bytes = authority.utf8
        let end: String.Index
        if bytes.first == UInt8(ascii: "["), let bracket = bytes.firstIndex(of: UInt8(ascii: "]")) {
            end = bytes.index(after: bracket)
        } else {
            end = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
        }
        let name = authority[..<end]
        let rest = authority[end...]
        let digits = rest.utf8.dropFirst()
        guard !name.isEmpty, name.utf8.allSatisfy(Self.isAllowed), rest.isEmpty || rest.utf8.first == Self.colon,
            digits.allSatisfy(\.isDigit), digits.isEmpty || (1...65_535).contains(Int(Substring(digits)) ?? 0)
        else {
            throw HubError(
                .ioTHubFormatError,
                "The host '\(VisibleText.show(authority, limit: 260))' of the request is not a host name with a port.",
                target: "Host"
            )
        }
        self.name = String(name)
        port = digits.isEmpty ? nil : Int(Substring(digits))
    }

    /// The https URL of this server under the name that the request used, without a path; call it only for names that
    /// the server owns.
    ///
    /// Hosts of hubs have the port that the configuration says; the management names are also reached through
    /// forwarders on other ports, where only the client knows which.
    func origin(_ naming: HostNaming) -> String {
        let lower = name.lowercased()
        switch naming.owner(of: lower) {
        case .main, .streaming: return naming.url(lower)
        case .management, nil:
            guard let port, port != HostNaming.defaultPort else { return "https://" + lower }
            return "https://" + lower + ":" + String(port)
        }
    }

    /// The origin of a page of this host, as a browser writes it (RFC 6454 §6.2).
    var browserOrigin: String {
        guard let port, port != HostNaming.defaultPort else { return "https://" + name.lowercased() }
        return "https://" + name.lowercased() + ":" + String(port)
    }

    /// Whether the name means the machine of the client itself.
    var isLocal: Bool { HostNaming.isLocalhost(name) || HostNaming.isLoopbackAddress(name) }

    private static let colon = UInt8(ascii: ":")

    private static func isAllowed(_ byte: UInt8) -> Bool {
        byte.isLetterOrDigit || "-._[]:".utf8.contains(byte)
    }
}
