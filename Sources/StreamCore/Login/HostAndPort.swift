import HubModel

/// A host name with or without a port, as user names and signed resources have it.
struct HostAndPort: Equatable {
    /// The longest host name (RFC 1035 §2.3.4, without the final dot).
    static let maximumHostBytes = 253
    /// The longest label of one (RFC 1035 §2.3.4).
    static let maximumLabelBytes = 63

    /// In lower case, ASCII only.
    let host: String
    let port: Int?

    /// Reads `host` or `host:port`; `nil` when the host is no name of ASCII labels or the port is not 1 to 65535.
    init?(_ text: Substring) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, name.utf8.count <= Self.maximumHostBytes,
            name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy({ Self.isLabel($0.utf8) })
        else { return nil }
        // After the labels are known to be ASCII: the lower case of U+212A is an ASCII `k`.
        host = name.lowercased()
        guard parts.count == 2 else {
            port = nil
            return
        }
        guard let port = Self.port(parts[1].utf8) else { return nil }
        self.port = port
    }

    private static func isLabel(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
        (1...maximumLabelBytes).contains(bytes.count) && bytes.first != UInt8(ascii: "-")
            && bytes.last != UInt8(ascii: "-")
            && bytes.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
    }

    /// Digits only, none in front that is 0: `Int("+443")` is a number, but no port that a program writes.
    private static func port(_ digits: some Collection<UInt8>) -> Int? {
        guard (1...5).contains(digits.count), digits.first != UInt8(ascii: "0"), digits.allSatisfy(\.isDigit) else {
            return nil
        }
        let value = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        return value <= 65_535 ? value : nil
    }
}
