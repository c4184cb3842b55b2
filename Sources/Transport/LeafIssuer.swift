import Crypto
import SwiftASN1
import Synchronization
import X509

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Issues the server's certificates from the local CA, in memory, and renews them by itself.
///
/// A certificate and its key live in this process only. One is made at the first handshake that asks for its names and
/// again after two thirds of its life; a client never sees one that is about to end.
package final class LeafIssuer: Sendable {
    /// The life of a certificate: 90 days at most, so that a key that leaks is soon worthless.
    static let lifetimeMilliseconds: Int64 = 90 * 86_400_000
    /// How many certificates are kept.
    ///
    /// One is about 2 KiB; with more hubs than this the least recently used one is made again when it is next asked
    /// for, which costs about a handshake.
    static let cacheLimit = 1024

    private struct Entry {
        let credential: ServerCredential
        let validFrom: Int64
        let renewFrom: Int64
        var lastUse: UInt64
    }

    private struct Cache {
        var entries: [CertificateChoice: Entry] = [:]
        var uses: UInt64 = 0
    }

    private let authority: LocalAuthority
    private let now: @Sendable () -> Int64
    private let cache = Mutex(Cache())

    /// - Parameters:
    ///   - authority: the CA that signs.
    ///   - now: the time in milliseconds since 1970.
    package init(authority: LocalAuthority, now: @escaping @Sendable () -> Int64) {
        self.authority = authority
        self.now = now
    }

    /// How many certificates are held now.
    var cachedCount: Int { cache.withLock { $0.entries.count } }

    /// The certificate for a set of names: the kept one, or a new one.
    ///
    /// The CA's certificate follows it in the chain, so that a client that was told the CA's fingerprint can find it.
    ///
    /// Signing takes less than a millisecond and happens under the lock, so that many handshakes at once make one
    /// certificate.
    package func credential(for choice: CertificateChoice) throws(LeafError) -> ServerCredential {
        let now = now()
        return try cache.withLock { cache throws(LeafError) in
            cache.uses += 1
            if let entry = cache.entries[choice], now >= entry.validFrom, now < entry.renewFrom {
                cache.entries[choice]?.lastUse = cache.uses
                return entry.credential
            }
            let leaf = try issue(choice, now: now)
            if cache.entries[choice] == nil, cache.entries.count >= Self.cacheLimit,
                let oldest = cache.entries.min(by: { $0.value.lastUse < $1.value.lastUse })
            {
                cache.entries[oldest.key] = nil
            }
            let credential = try leaf.credential(authority: authority)
            cache.entries[choice] = Entry(
                credential: credential,
                validFrom: leaf.validFrom,
                renewFrom: leaf.validFrom + (leaf.validUntil - leaf.validFrom) / 3 * 2,
                lastUse: cache.uses
            )
            return credential
        }
    }

    /// Makes a certificate, without a look at the cache.
    func issue(_ choice: CertificateChoice, now: Int64) throws(LeafError) -> Leaf {
        let names = try generalNames(choice)
        let validFrom = max(
            now - LocalAuthority.backdatingMilliseconds,
            authority.certificate.notValidBefore.milliseconds
        )
        // The last second counts as valid (RFC 5280 §4.1.2.5), so that the whole is not a second more than 90 days.
        let validUntil = min(validFrom + Self.lifetimeMilliseconds - 1000, authority.validUntil)
        guard now >= validFrom, now < validUntil else { throw .authorityNotValid }
        let key = P256.Signing.PrivateKey()
        do {
            let certificate = try Certificate(
                version: .v3,
                serialNumber: Certificate.SerialNumber(),
                publicKey: Certificate.PublicKey(key.publicKey),
                notValidBefore: Date(milliseconds: validFrom),
                notValidAfter: Date(milliseconds: validUntil),
                issuer: authority.certificate.subject,
                // A name in the subject is looked at by nobody today, and 64 characters are too few for host names.
                subject: DistinguishedName(),
                extensions: Certificate.Extensions {
                    Critical(BasicConstraints.notCertificateAuthority)
                    Critical(KeyUsage(digitalSignature: true))
                    try ExtendedKeyUsage([.serverAuth])
                    // Critical, because the subject is empty (RFC 5280 §4.2.1.6).
                    Critical(SubjectAlternativeNames(names))
                    AuthorityKeyIdentifier(
                        keyIdentifier: try authority.certificate.extensions.subjectKeyIdentifier?.keyIdentifier
                    )
                },
                issuerPrivateKey: Certificate.PrivateKey(authority.key)
            )
            return Leaf(certificate: certificate, key: key, validFrom: validFrom, validUntil: validUntil)
        } catch {
            throw .signingFailed("\(error)")
        }
    }

    private func generalNames(_ choice: CertificateChoice) throws(LeafError) -> [GeneralName] {
        var names: [GeneralName] = []
        for name in choice.dns {
            guard let name = HostName.normalised(name) else { throw .badName(name) }
            names.append(.dnsName(name))
        }
        for address in choice.addresses {
            guard let bytes = HostName.addressBytes(address) else { throw .badName(address) }
            names.append(.ipAddress(ASN1OctetString(contentBytes: bytes[...])))
        }
        guard !names.isEmpty else { throw .noNames }
        return names
    }
}
