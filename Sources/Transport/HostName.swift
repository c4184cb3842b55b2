#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Rules for DNS names and literal addresses as they stand in certificates and in SNI.
enum HostName {
    /// The longest name in text form, without the root's dot (RFC 1035 §2.3.4: 255 octets on the wire).
    static let maximumLength = 253
    /// The longest label (RFC 1035 §2.3.4).
    static let maximumLabelLength = 63

    /// The name in lower case, or `nil` if it is no host name: empty or too long a label, or another character than
    /// `a-z 0-9 - _ .`; a literal address is none either.
    static func normalised(_ text: String) -> String? {
        let bytes = text.utf8
        guard !bytes.isEmpty, bytes.count <= maximumLength else { return nil }
        var name: [UInt8] = []
        name.reserveCapacity(bytes.count)
        var labelLength = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                labelLength += 1
                name.append(byte)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                labelLength += 1
                name.append(byte | 0x20)
            case UInt8(ascii: "-"):
                guard labelLength > 0 else { return nil }
                labelLength += 1
                name.append(byte)
            case UInt8(ascii: "."):
                guard labelLength > 0, name.last != UInt8(ascii: "-") else { return nil }
                labelLength = 0
                name.append(byte)
            default:
                return nil
            }
            guard labelLength <= maximumLabelLength else { return nil }
        }
        guard labelLength > 0, name.last != UInt8(ascii: "-") else { return nil }
        let result = String(decoding: name, as: UTF8.self)
        return addressBytes(result) == nil ? result : nil
    }

    /// The 4 or 16 bytes of a literal IPv4 or IPv6 address; `nil` for anything else.
    static func addressBytes(_ text: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 { return Array(bytes[..<4]) }
        return inet_pton(AF_INET6, text, &bytes) == 1 ? bytes : nil
    }
}
