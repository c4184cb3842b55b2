import HubModel
import SwiftASN1
@_spi(FixedExpiryValidationTime) import X509

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a chain from a device's certificate to a registered CA must be, beside signed.
///
/// RFC 5280's rules as far as the library has them (validity, path length, name constraints), and what it leaves out:
/// it takes any certificate of version 1 for a CA, ignores key usages, and still knows SHA-1.
struct DeviceChainPolicy: VerifierPolicy, Sendable {
    private let basics: RFC5280Policy
    let verifyingCriticalExtensions: [ASN1ObjectIdentifier]

    init(at now: Timestamp) {
        basics = RFC5280Policy(fixedExpiryValidationTime: now.date)
        verifyingCriticalExtensions = basics.verifyingCriticalExtensions + [.X509ExtensionID.extendedKeyUsage]
    }

    func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
        if case .failsToMeetPolicy(let reason) = basics.chainMeetsPolicyRequirements(chain: chain) {
            return .failsToMeetPolicy(reason: reason)
        }
        // A CA's own certificate, shown as a device's: a CA is no device.
        guard chain.count > 1, let leaf = chain.first, leaf.mayIdentifyClient else {
            return .failsToMeetPolicy(reason: "the leaf is not for clients")
        }
        guard chain.dropFirst().allSatisfy(\.isAuthority) else {
            return .failsToMeetPolicy(reason: "an issuer is no CA")
        }
        guard chain.dropLast().allSatisfy(\.hasSoundSignature) else {
            return .failsToMeetPolicy(reason: "a signature is by SHA-1")
        }
        return .meetsPolicy
    }
}

extension Certificate {
    /// Whether it is that of a CA (RFC 5280 §4.2.1.9), for signing certificates (§4.2.1.3).
    ///
    /// An extension that cannot be read allows nothing.
    var isAuthority: Bool {
        do {
            guard version == .v3, case .isCertificateAuthority = try extensions.basicConstraints else { return false }
            return try extensions.keyUsage?.keyCertSign ?? true
        } catch {
            return false
        }
    }

    /// Whether TLS clients may show it (RFC 5280 §4.2.1.12): with no word about it, any use is allowed.
    fileprivate var mayIdentifyClient: Bool {
        do {
            guard let usages = try extensions.extendedKeyUsage else { return true }
            return usages.contains(.clientAuth) || usages.contains(.any)
        } catch {
            return false
        }
    }

    /// Whether nobody can make a second certificate for the same signature.
    var hasSoundSignature: Bool { signatureAlgorithm != .sha1WithRSAEncryption }
}
