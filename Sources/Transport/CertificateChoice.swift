/// The names that a certificate is to carry: exactly these, no wildcard.
///
/// Names are lower-cased, sorted and freed of duplicates, so that equal sets are equal choices.
package struct CertificateChoice: Sendable, Hashable {
    /// DNS names.
    package let dns: [String]
    /// Literal IPv4 and IPv6 addresses.
    package let addresses: [String]

    package init(dns: [String], addresses: [String]) {
        self.dns = Set(dns.map { $0.lowercased() }).sorted()
        self.addresses = Set(addresses.map { $0.lowercased() }).sorted()
    }

    /// A certificate for these DNS names and addresses.
    package static func names(dns: [String] = [], addresses: [String] = []) -> CertificateChoice {
        CertificateChoice(dns: dns, addresses: addresses)
    }
}
