/// The address of a peer as logs show it: enough to tell sites apart, too little to tell people apart.
package enum MaskedAddress {
    /// What stands for something that is no address.
    package static let unknown = "xxx"

    /// Replaces the last octet of an IPv4 address with `xxx`, and the last 80 bits of an IPv6 address with `::`.
    package static func show(_ address: String) -> String {
        // A zone (RFC 4007 §11) is a name of this machine, not of the peer.
        let bare = address.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
        guard !bare.contains("/"), let range = AddressRange(String(bare)) else { return unknown }
        if !range.isIPv6 { return masked(range.bytes) }
        // A socket for both families shows IPv4 peers as ::ffff:a.b.c.d (RFC 4291 §2.5.5.2).
        if range.bytes.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]) {
            return "::ffff:" + masked(Array(range.bytes.suffix(4)))
        }
        let groups = stride(from: 0, to: 6, by: 2).map {
            String(UInt16(range.bytes[$0]) << 8 | UInt16(range.bytes[$0 + 1]), radix: 16)
        }
        return groups.joined(separator: ":") + "::"
    }

    private static func masked(_ bytes: [UInt8]) -> String {
        bytes.dropLast().map { String($0) }.joined(separator: ".") + "." + unknown
    }
}
