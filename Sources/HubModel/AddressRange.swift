#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// An IPv4 or IPv6 address range in CIDR form (RFC 4632, RFC 4291 §2.3), in its canonical spelling.
package struct AddressRange: Hashable, Comparable, Sendable {
    /// The bytes of the address, 4 or 16, with the host bits zero.
    package let bytes: [UInt8]
    package let prefixLength: Int

    /// Reads `192.0.2.10`, `192.0.2.0/24`, `2001:db8::/32`; `nil` when it is neither, or when host bits are set.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let address = parts.first, parts.count <= 2, let bytes = Self.parse(String(address)) else { return nil }
        var length = bytes.count * 8
        if parts.count == 2 {
            guard (1...3).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy(\.isDigit), let given = Int(parts[1]),
                given <= length
            else { return nil }
            length = given
        }
        for bit in length..<(bytes.count * 8) where bytes[bit / 8] & (0x80 >> UInt8(bit % 8)) != 0 { return nil }
        self.bytes = bytes
        prefixLength = length
    }

    /// One address: 4 or 16 bytes; `nil` for any other number.
    package init?(address bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
        prefixLength = bytes.count * 8
    }

    package var isIPv6: Bool { bytes.count == 16 }

    /// Whether every address of the other is one of this.
    package func contains(_ other: AddressRange) -> Bool {
        guard bytes.count == other.bytes.count, prefixLength <= other.prefixLength else { return false }
        return (0..<prefixLength).allSatisfy { bit in
            (bytes[bit / 8] ^ other.bytes[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
        }
    }

    /// The ranges of a list as text, canonical, each once, IPv4 before IPv6 and then by number.
    ///
    /// Throws `ArgumentInvalid` that names the first which is none.
    package static func canonical(_ texts: [String], target: String) throws(HubError) -> [String] {
        // A firewall rule with thousands of addresses is a mistake; 256 ranges fit every site that declares them by hand.
        guard texts.count <= 256 else {
            throw HubError(.argumentInvalid, "There are \(texts.count) addresses; at most 256 fit.", target: target)
        }
        var ranges: Set<AddressRange> = []
        for text in texts {
            guard let range = AddressRange(text) else {
                throw HubError(
                    .argumentInvalid,
                    "'\(VisibleText.show(text, limit: 64))' is not an address or a CIDR range without host bits, "
                        + "such as 192.0.2.10 or 2001:db8::/64.",
                    target: target
                )
            }
            ranges.insert(range)
        }
        return ranges.sorted().map(\.description)
    }

    package static func < (left: AddressRange, right: AddressRange) -> Bool {
        if left.bytes.count != right.bytes.count { return left.bytes.count < right.bytes.count }
        if left.bytes != right.bytes { return left.bytes.lexicographicallyPrecedes(right.bytes) }
        return left.prefixLength < right.prefixLength
    }

    private static func parse(_ text: String) -> [UInt8]? {
        var four = [UInt8](repeating: 0, count: 4)
        if inet_pton(AF_INET, text, &four) == 1 { return four }
        var sixteen = [UInt8](repeating: 0, count: 16)
        return inet_pton(AF_INET6, text, &sixteen) == 1 ? sixteen : nil
    }
}

extension AddressRange: CustomStringConvertible {
    package var description: String { host + "/" + String(prefixLength) }

    /// The address alone.
    package var host: String {
        // 46 is INET6_ADDRSTRLEN.
        var text = [CChar](repeating: 0, count: 46)
        inet_ntop(isIPv6 ? AF_INET6 : AF_INET, bytes, &text, socklen_t(text.count))
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
