import SwiftASN1
import X509

/// The host names and addresses that a certificate is good for.
package struct CertificateNames: Sendable, Equatable {
    /// DNS names in lower case, wildcards as they stand: `*.example.com`.
    package let dns: [String]
    /// Literal addresses, as the bytes that stand in the certificate.
    let addresses: [[UInt8]]

    init(dns: [String], addresses: [[UInt8]]) {
        self.dns = dns.map { $0.lowercased() }
        self.addresses = addresses
    }

    init(der: [UInt8]) throws {
        let certificate = try Certificate(derEncoded: der)
        var dns: [String] = []
        var addresses: [[UInt8]] = []
        for name in try certificate.extensions.subjectAlternativeNames ?? SubjectAlternativeNames() {
            switch name {
            case .dnsName(let name):
                dns.append(name)
            case .ipAddress(let address):
                addresses.append(Array(address.bytes))
            case .otherName, .rfc822Name, .x400Address, .directoryName, .ediPartyName, .uniformResourceIdentifier,
                .registeredID:
                continue
            }
        }
        self.init(dns: dns, addresses: addresses)
    }

    /// Whether a client that dials this host name or literal address accepts the certificate.
    ///
    /// The subject's common name counts for nothing, and a wildcard stands for exactly one whole label, the leftmost
    /// (RFC 9525 §6.3).
    package func covers(_ host: String) -> Bool {
        if let address = HostName.addressBytes(host) { return addresses.contains(address) }
        guard let host = HostName.normalised(host) else { return false }
        return dns.contains { Self.matches(pattern: $0, host: host) }
    }

    private static func matches(pattern: String, host: String) -> Bool {
        guard pattern.hasPrefix("*.") else { return pattern == host }
        guard let dot = host.firstIndex(of: ".") else { return false }
        return host[dot...] == pattern.dropFirst()
    }
}
