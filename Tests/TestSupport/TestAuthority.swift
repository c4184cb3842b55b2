import Crypto
package import HubModel
import SwiftASN1
package import X509

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A certificate with its key, made in memory: a CA, or a device's own.
package struct TestAuthority: Sendable {
    package let certificate: Certificate
    package let key: Certificate.PrivateKey

    package init(certificate: Certificate, key: Certificate.PrivateKey) {
        self.certificate = certificate
        self.key = key
    }

    /// A CA that signed itself.
    package init(
        _ name: String,
        key: Certificate.PrivateKey = .init(P256.Signing.PrivateKey()),
        _ change: (inout TestCertificate) -> Void = { _ in }
    ) throws {
        var request = TestCertificate(name)
        request.constraints = .isCertificateAuthority(maxPathLength: nil)
        change(&request)
        certificate = try request.signed(for: key.publicKey, issuer: request.subject, by: key)
        self.key = key
    }

    /// The CA of the examples in `openapi/`, with the certificate that stands there.
    package static func documented(pem: String) throws -> TestAuthority {
        let scalar: [UInt8] = [
            0xD2, 0xAC, 0x09, 0x6F, 0xEA, 0x3B, 0xA0, 0xA8, 0x92, 0x93, 0x80, 0x3F, 0xD2, 0x76, 0x52, 0x33,
            0x07, 0xB6, 0x8A, 0x37, 0x90, 0xF4, 0xC6, 0xEF, 0xB4, 0x61, 0xF0, 0xB5, 0x21, 0x98, 0xD8, 0xA7,
        ]
        return TestAuthority(
            certificate: try Certificate(pemEncoded: pem),
            key: .init(try P256.Signing.PrivateKey(rawRepresentation: scalar))
        )
    }

    /// Signs a certificate for a new key.
    package func issue(_ name: String, _ change: (inout TestCertificate) -> Void = { _ in }) throws -> TestAuthority {
        var request = TestCertificate(name)
        change(&request)
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        return TestAuthority(
            certificate: try request.signed(for: key.publicKey, issuer: certificate.subject, by: self.key),
            key: key
        )
    }

    /// Signs the certificate of a CA below this one.
    package func authority(
        _ name: String,
        _ change: (inout TestCertificate) -> Void = { _ in }
    ) throws -> TestAuthority {
        try issue(name) { request in
            request.constraints = .isCertificateAuthority(maxPathLength: nil)
            change(&request)
        }
    }

    package var der: [UInt8] {
        get throws {
            var serializer = DER.Serializer()
            try certificate.serialize(into: &serializer)
            return serializer.serializedBytes
        }
    }

    package var pem: String {
        get throws { try certificate.serializeAsPEM().pemString + "\n" }
    }
}

/// What stands in a certificate that a test makes.
package struct TestCertificate {
    package var version = Certificate.Version.v3
    package var subject: DistinguishedName
    package var validFrom: Timestamp
    package var validUntil: Timestamp
    /// `nil` for none.
    package var constraints: BasicConstraints? = .notCertificateAuthority
    package var keyUsage: KeyUsage?
    package var extendedUsages: [ExtendedKeyUsage.Usage]?
    /// That of the issuer's kind of key where it is `nil`.
    package var signature: Certificate.SignatureAlgorithm?
    /// Makes certificates of one name and key differ.
    package var hostName: String?

    /// Valid from a day before the time of `ManualWorld` to a year after it.
    init(_ name: String) {
        subject = DistinguishedName([RelativeDistinguishedName(Self.commonName(name))])
        let now = ManualWorld().now
        validFrom = now + .seconds(-86_400)
        validUntil = now + .seconds(365 * 86_400)
    }

    package static func commonName(_ text: String) -> RelativeDistinguishedName.Attribute {
        .init(type: .RDNAttributeType.commonName, value: .init(utf8String: text))
    }

    func signed(
        for key: Certificate.PublicKey,
        issuer: DistinguishedName,
        by issuerKey: Certificate.PrivateKey
    ) throws -> Certificate {
        var extensions = Certificate.Extensions()
        if let constraints { try extensions.append(.init(constraints, critical: true)) }
        if let keyUsage { try extensions.append(.init(keyUsage, critical: true)) }
        if let extendedUsages { try extensions.append(.init(ExtendedKeyUsage(extendedUsages), critical: true)) }
        if let hostName {
            try extensions.append(.init(SubjectAlternativeNames([.dnsName(hostName)]), critical: false))
        }
        return try Certificate(
            version: version,
            serialNumber: Certificate.SerialNumber(),
            publicKey: key,
            notValidBefore: Date(timeIntervalSince1970: Double(validFrom.milliseconds) / 1000),
            notValidAfter: Date(timeIntervalSince1970: Double(validUntil.milliseconds) / 1000),
            issuer: issuer,
            subject: subject,
            signatureAlgorithm: signature ?? standardSignature(of: issuerKey),
            extensions: version == .v1 ? Certificate.Extensions() : extensions,
            issuerPrivateKey: issuerKey
        )
    }

    private func standardSignature(of key: Certificate.PrivateKey) -> Certificate.SignatureAlgorithm {
        P256.Signing.PublicKey(key.publicKey) == nil ? .sha256WithRSAEncryption : .ecdsaWithSHA256
    }
}
