import NIOCore

/// What counts as one peer for limits: an IPv4 address, or an IPv6 /64, because whoever has one IPv6 address has the
/// 2^64 of its network.
enum AddressGroup: Hashable, Sendable {
    case ipv4(UInt32)
    case ipv6(UInt64)
    /// Not an IP peer, or one that had gone before it could be asked.
    case other

    init(_ address: SocketAddress?) {
        guard let bytes = (address?.ipAddress).flatMap(HostName.addressBytes) else {
            self = .other
            return
        }
        // A socket for both families shows IPv4 peers as ::ffff:a.b.c.d (RFC 4291 §2.5.5.2).
        let isMapped = bytes.count == 16 && bytes.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF])
        if bytes.count == 4 || isMapped {
            self = .ipv4(bytes.suffix(4).reduce(0) { $0 << 8 | UInt32($1) })
        } else {
            self = .ipv6(bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
        }
    }
}
