import Crypto
package import HubModel
import SwiftASN1
import X509

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A certificate, read from its DER form; reading it proves nothing.
package struct ClientCertificate: Sendable {
    /// SHA-1 of the DER form: 40 hexadecimal digits, upper case.
    package let thumbprint: String
    /// SHA-256 of the DER form: 64 hexadecimal digits, upper case.
    package let sha256Thumbprint: String
    /// The common name in its subject; `nil` where it has none, or more than one: nobody knows then which one counts.
    package let commonName: String?
    package let validFrom: Timestamp
    /// The last second of its validity.
    package let validUntil: Timestamp
    let der: [UInt8]
    let certificate: Certificate

    /// `nil` for what is no certificate, or one with a key of a kind that is not known here.
    package init?(der: [UInt8]) {
        // What a peer sent and cannot be read is no certificate; why, nobody can act upon.
        guard let certificate = try? Certificate(derEncoded: der) else { return nil }
        self.der = der
        self.certificate = certificate
        // Azure writes thumbprints in upper case.
        thumbprint = Base16.encode(Insecure.SHA1.hash(data: der), uppercase: true)
        sha256Thumbprint = Base16.encode(SHA256.hash(data: der), uppercase: true)
        commonName = certificate.subject.onlyCommonName
        validFrom = Timestamp(certificate.notValidBefore)
        validUntil = Timestamp(certificate.notValidAfter)
    }

    /// The subject as people read it: `CN=press-07,O=Plant`.
    var subject: String { String(describing: certificate.subject) }

    /// Whether its validity includes the moment (RFC 5280 §4.1.2.5: both ends do).
    func isValid(at now: Timestamp) -> Bool {
        validFrom <= now && now.milliseconds < validUntil.milliseconds + 1000
    }

    /// Whether its common name is this text, byte for byte.
    ///
    /// Strings that Swift calls equal may differ: a Kelvin sign is a `K` to it, and not to a device's id.
    func isNamed(_ text: String) -> Bool {
        guard let commonName else { return false }
        return Array(commonName.utf8) == Array(text.utf8)
    }
}

extension DistinguishedName {
    fileprivate var onlyCommonName: String? {
        var found: [RelativeDistinguishedName.Attribute] = []
        for part in self { found += part.filter { $0.type == .RDNAttributeType.commonName } }
        guard found.count == 1, let attribute = found.first else { return nil }
        return String(attribute.value)
    }
}

extension Timestamp {
    init(_ date: Date) {
        self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
    }

    /// The moment as the system's libraries have it.
    var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
