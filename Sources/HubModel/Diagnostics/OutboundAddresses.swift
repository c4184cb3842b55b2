/// Which addresses the server may connect to on behalf of a setting.
///
/// What an owner of one hub may enter must not reach what only this machine or its site can reach: of all addresses
/// that mean one place on the Internet each, none is refused; of the others, those that the server's configuration
/// allows are not (RFC 6890, and the registries of special-purpose addresses at IANA).
package struct OutboundAddresses: Equatable, Sendable {
    /// Ranges that are allowed although they are not public.
    package let allowed: [AddressRange]

    package init(allowed: [AddressRange] = []) { self.allowed = allowed }

    private static let specialIPv4 = ranges([
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    ])
    /// Global unicast (RFC 4291 §2.4): everything beside it is local, mapped, multicast or not given to anybody.
    private static let publicIPv6 = ranges(["2000::/3"])
    /// Within it: protocol assignments with Teredo, documentation, and 6to4, which leads to any IPv4 address.
    private static let specialIPv6 = ranges(["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"])
    /// An IPv4 address behind a translator (RFC 6052 §2.1).
    private static let translated = ranges(["64:ff9b::/96"])

    /// Whether the server may connect to this address.
    package func permits(_ address: AddressRange) -> Bool {
        allowed.contains { $0.contains(address) } || Self.isPublic(address)
    }

    private static func isPublic(_ address: AddressRange) -> Bool {
        guard address.isIPv6 else { return !specialIPv4.contains { $0.contains(address) } }
        if translated.contains(where: { $0.contains(address) }) {
            return AddressRange(address: Array(address.bytes.suffix(4))).map(isPublic) ?? false
        }
        return publicIPv6.contains { $0.contains(address) } && !specialIPv6.contains { $0.contains(address) }
    }

    private static func ranges(_ texts: [String]) -> [AddressRange] { texts.compactMap { AddressRange($0) } }
}
