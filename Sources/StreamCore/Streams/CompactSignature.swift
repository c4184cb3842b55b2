package import Crypto
package import HubModel

/// JWS in compact form (RFC 7515 §3.1) with Ed25519 (RFC 8037 §3.1) and one fixed header.
///
/// The header is compared, never read: a token cannot choose how it is checked.
package struct CompactSignature: Sendable {
    /// In URL-safe base64.
    let header: String

    package init(header: String) { self.header = header }

    /// Signs a payload; throws `ServerError` when the cryptographic library fails, which no input causes.
    package func sign(
        _ payload: [UInt8],
        with key: Curve25519.Signing.PrivateKey
    ) throws(HubError) -> String {
        let signed = header + "." + Base64.encodeURL(payload)
        do {
            return signed + "." + Base64.encodeURL(Array(try key.signature(for: Array(signed.utf8))))
        } catch {
            throw HubError(.serverError, "A token could not be signed.", detail: String(describing: error))
        }
    }

    /// A token taken apart, whose signature nobody has looked at.
    struct Parts {
        fileprivate let signed: String
        fileprivate let payload: [UInt8]
        fileprivate let signature: [UInt8]
    }

    /// Takes a token apart; `nil` when it is not three parts of the right form, or has another header.
    func parts(of token: String) -> Parts? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, parts[0] == header, let payload = Base64.decodeURL(parts[1]),
            let signature = Base64.decodeURL(parts[2]), signature.count == Self.signatureBytes
        else { return nil }
        return Parts(signed: parts[0] + "." + parts[1], payload: payload, signature: signature)
    }

    /// The payload of a token; `nil` when the key did not sign it.
    func payload(of parts: Parts, signedBy key: Curve25519.Signing.PublicKey) -> [UInt8]? {
        key.isValidSignature(parts.signature, for: Array(parts.signed.utf8)) ? parts.payload : nil
    }

    /// The payload of a token; `nil` when it has another form, or the key did not sign it.
    package func payload(of token: String, signedBy key: Curve25519.Signing.PublicKey) -> [UInt8]? {
        parts(of: token).flatMap { payload(of: $0, signedBy: key) }
    }

    /// The length of an Ed25519 signature (RFC 8032 §5.1.6).
    private static let signatureBytes = 64
}
