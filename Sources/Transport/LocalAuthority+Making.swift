import Crypto
import SwiftASN1
import X509

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension LocalAuthority {
    /// How long the CA lives: ten years, because replacing it means telling every client anew.
    static let lifetimeMilliseconds: Int64 = 3652 * 86_400_000
    /// How far the start of validity lies back, for clients whose clock is behind.
    static let backdatingMilliseconds: Int64 = 5 * 60_000

    /// Writes the CA of a directory.
    ///
    /// The key comes first: a crash in between leaves a key without a certificate, and the next start makes the
    /// certificate for that key.
    static func make(directory: String, domain: String, now: Int64) throws(LocalAuthorityError) {
        guard let domain = HostName.normalised(domain) else { throw .invalidDomain(domain) }
        let keyPath = "\(directory)/\(keyFileName)"
        let certificatePath = "\(directory)/\(certificateFileName)"
        let storedKey = try loadKey(keyPath)
        let key = storedKey ?? P256.Signing.PrivateKey()
        let pem: String
        do {
            pem = try selfSigned(key: key, domain: domain, now: now).serializeAsPEM().pemString + "\n"
        } catch {
            throw .signingFailed(reason: "\(error)")
        }
        do throws(StateFile.Failure) {
            try StateFile.makeDirectory(directory)
            if storedKey == nil {
                try StateFile.replace(keyPath, with: Array((key.pemRepresentation + "\n").utf8), mode: 0o600)
            }
            try StateFile.replace(certificatePath, with: Array(pem.utf8), mode: 0o600)
        } catch {
            throw .unwritable(path: error.path, reason: error.reason)
        }
    }

    private static func selfSigned(key: P256.Signing.PrivateKey, domain: String, now: Int64) throws -> Certificate {
        let publicKey = Certificate.PublicKey(key.publicKey)
        let keyIdentifier = SubjectKeyIdentifier(hash: publicKey)
        // A part of the key's hash in the name tells two CAs apart in a trust store that shows names only.
        let mark = fingerprint(ofDER: Array(keyIdentifier.keyIdentifier)).dropFirst("sha256:".utf8.count).prefix(8)
        let name = try DistinguishedName {
            OrganizationName("devicestream")
            CommonName("devicestream local CA \(mark)")
        }
        return try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: publicKey,
            notValidBefore: Date(milliseconds: now - backdatingMilliseconds),
            notValidAfter: Date(milliseconds: now - backdatingMilliseconds + lifetimeMilliseconds),
            issuer: name,
            subject: name,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                Critical(
                    NameConstraints(
                        // The domain stands first; `load` reads it back from there.
                        permittedDNSDomains: domain == "localhost" ? [domain] : [domain, "localhost"],
                        permittedIPRanges: [
                            ASN1OctetString(contentBytes: [127, 0, 0, 0, 255, 0, 0, 0]),
                            ASN1OctetString(contentBytes: loopback6[...]),
                        ]
                    )
                )
                keyIdentifier
            },
            issuerPrivateKey: Certificate.PrivateKey(key)
        )
    }

    /// `::1/128` as address and mask (RFC 5280 §4.2.1.10).
    private static let loopback6: [UInt8] =
        [UInt8](repeating: 0, count: 15) + [1] + [UInt8](repeating: 255, count: 16)
}
