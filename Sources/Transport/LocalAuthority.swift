import Crypto
import NIOSSL
import SwiftASN1
import X509

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The certificate authority of one installation: its key signs the server's own certificates and nothing else.
///
/// It is made on the first start and kept in `ca.pem` and `ca-key.pem`. Critical name constraints hold it to the
/// configured domain, `localhost` and the loopback addresses (RFC 5280 §4.2.1.10), so that whoever trusts it, or
/// steals its key, gains nothing for any other name.
package struct LocalAuthority: Sendable {
    /// The CA certificate's file.
    ///
    /// Everybody may read it; it is what clients are told to trust.
    static let certificateFileName = "ca.pem"
    /// The CA key's file, mode 0600.
    static let keyFileName = "ca-key.pem"

    /// The domain that the CA may sign for, with all names below it.
    package let domain: String
    /// Where the certificate stands, for `context.json` and messages.
    package let certificatePath: String
    /// The certificate as PEM text.
    let certificatePEM: String
    /// `sha256:` and the SHA-256 of the certificate's DER form in lower-case hexadecimal digits.
    package let fingerprint: String
    /// The end of the certificate's time, in milliseconds since 1970.
    package let validUntil: Int64

    let certificate: Certificate
    let key: P256.Signing.PrivateKey
    let transportCertificate: NIOSSLCertificate

    /// Reads the CA of a directory, or makes it there.
    ///
    /// Blocking; for the start of the program. Only one process may do this in a directory at a time.
    /// - Parameters:
    ///   - directory: where the two files stand; made with mode 0700 where it is missing.
    ///   - domain: the domain that the CA signs for.
    ///   - now: milliseconds since 1970.
    /// - Throws: what is wrong with the files, and what to do.
    /// - Returns: a CA that may sign now.
    package static func loadOrMake(
        directory: String,
        domain: String,
        now: Int64
    ) throws(LocalAuthorityError) -> LocalAuthority {
        if let existing = try load(directory: directory, domain: domain, now: now) { return existing }
        try make(directory: directory, domain: domain, now: now)
        guard let made = try load(directory: directory, domain: domain, now: now) else {
            throw .unreadable(path: "\(directory)/\(certificateFileName)", reason: "it is gone")
        }
        return made
    }

    /// Reads the CA of a directory; `nil` where none has been made yet.
    ///
    /// Blocking.
    ///
    /// - Parameters:
    ///   - directory: where the two files stand.
    ///   - domain: the domain that the CA must sign for.
    ///   - now: milliseconds since 1970.
    /// - Throws: what is wrong with the files, and what to do.
    /// - Returns: a CA that may sign now, or `nil`.
    package static func load(
        directory: String,
        domain: String,
        now: Int64
    ) throws(LocalAuthorityError) -> LocalAuthority? {
        guard let wanted = HostName.normalised(domain) else { throw .invalidDomain(domain) }
        let certificatePath = "\(directory)/\(certificateFileName)"
        let keyPath = "\(directory)/\(keyFileName)"
        let storedKey = try loadKey(keyPath)
        guard let contents = try read(certificatePath) else { return nil }
        guard let key = storedKey else { throw .keyMissing(key: keyPath, certificate: certificatePath) }

        let pem: PEMDocument
        let certificate: Certificate
        let transportCertificate: NIOSSLCertificate
        do {
            pem = try PEMDocument(pemString: contents.text)
            certificate = try Certificate(pemDocument: pem)
            transportCertificate = try NIOSSLCertificate(bytes: pem.derBytes, format: .der)
        } catch {
            throw .certificateBroken(path: certificatePath)
        }
        guard certificate.publicKey == Certificate.PublicKey(key.publicKey) else {
            throw .mismatch(certificate: certificatePath, key: keyPath)
        }
        guard let existing = constrainedDomain(of: certificate) else {
            throw .notALocalAuthority(path: certificatePath)
        }
        guard existing == wanted else {
            throw .domainDiffers(
                existing: existing,
                configured: wanted,
                certificate: certificatePath,
                key: keyPath
            )
        }
        guard now < certificate.notValidAfter.milliseconds else {
            throw .expired(path: certificatePath, since: "\(certificate.notValidAfter)")
        }
        guard now >= certificate.notValidBefore.milliseconds else {
            throw .notYetValid(path: certificatePath, from: "\(certificate.notValidBefore)")
        }
        return LocalAuthority(
            domain: existing,
            certificatePath: certificatePath,
            certificatePEM: pem.pemString + "\n",
            fingerprint: fingerprint(ofDER: pem.derBytes),
            validUntil: certificate.notValidAfter.milliseconds,
            certificate: certificate,
            key: key,
            transportCertificate: transportCertificate
        )
    }

    /// The fingerprint of a certificate in DER form, as `login --ca-fingerprint` takes it.
    package static func fingerprint(ofDER bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text = Array("sha256:".utf8)
        for byte in SHA256.hash(data: bytes) {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    static func read(_ path: String) throws(LocalAuthorityError) -> StateFile.Contents? {
        do throws(StateFile.Failure) {
            return try StateFile.contents(of: path)
        } catch {
            throw .unreadable(path: error.path, reason: error.reason)
        }
    }

    static func loadKey(_ path: String) throws(LocalAuthorityError) -> P256.Signing.PrivateKey? {
        guard let contents = try read(path) else { return nil }
        guard contents.mode & 0o077 == 0 else {
            throw .keyExposed(path: path, mode: String(contents.mode, radix: 8))
        }
        do {
            return try P256.Signing.PrivateKey(pemRepresentation: contents.text)
        } catch {
            throw .keyBroken(path: path)
        }
    }

    /// The domain in the name constraints, if the certificate is a CA that has them and holds to them.
    private static func constrainedDomain(of certificate: Certificate) -> String? {
        do {
            guard case .isCertificateAuthority = try certificate.extensions.basicConstraints,
                let nameConstraints = certificate.extensions[oid: .X509ExtensionID.nameConstraints],
                nameConstraints.critical
            else { return nil }
            return try NameConstraints(nameConstraints).permittedDNSDomains.first
        } catch {
            return nil
        }
    }
}

extension Date {
    var milliseconds: Int64 { Int64(timeIntervalSince1970 * 1000) }

    init(milliseconds: Int64) {
        self.init(timeIntervalSince1970: Double(milliseconds) / 1000)
    }
}
