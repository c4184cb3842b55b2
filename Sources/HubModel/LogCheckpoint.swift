package import Crypto

/// A signed place in a hub's chain of records: written down elsewhere, it proves that nothing before it has changed.
public struct LogCheckpoint: Codable, Equatable, Sendable {
    /// The hub.
    public var hub: HubName
    /// The last record that it covers.
    public var sequence: Int64
    /// The hash of the chain with that record, in hexadecimal digits.
    public var hash: String
    /// When it was made.
    public var time: Timestamp
    /// Why it was made.
    public var kind: Kind
    /// The Ed25519 key that signed it, in Base64 (RFC 8032 §5.1.5); the same as long as the server keeps its master key.
    public var publicKey: String
    /// The signature over the members before it, in Base64 (RFC 8032 §5.1.6).
    public var signature: String

    /// Why a checkpoint is made.
    public enum Kind: String, Codable, CaseIterable, Sendable {
        /// After so many records, or so long.
        case regular
        /// The records up to here were removed because of their age or the size of the log.
        case retention
    }

    package init(
        hub: HubName,
        place: LogChain,
        time: Timestamp,
        kind: Kind,
        signedWith key: Curve25519.Signing.PrivateKey
    ) throws(HubError) {
        self.hub = hub
        sequence = place.sequence
        hash = Base16.encode(place.hash)
        self.time = time
        self.kind = kind
        publicKey = Base64.encode(Array(key.publicKey.rawRepresentation))
        signature = ""
        do {
            signature = Base64.encode(Array(try key.signature(for: Array(signedText.utf8))))
        } catch {
            throw HubError(.serverError, "A checkpoint could not be signed.", detail: "\(error)")
        }
    }

    /// A checkpoint as it is stored.
    package init(
        hub: HubName,
        place: LogChain,
        time: Timestamp,
        kind: Kind,
        publicKey: String,
        signature: String
    ) {
        self.hub = hub
        sequence = place.sequence
        hash = Base16.encode(place.hash)
        self.time = time
        self.kind = kind
        self.publicKey = publicKey
        self.signature = signature
    }

    /// Whether the signature is that of its key.
    package var isSigned: Bool {
        guard let keyBytes = Base64.decode(publicKey), let bytes = Base64.decode(signature),
            // Bytes that are no key have signed nothing.
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: keyBytes)
        else { return false }
        return key.isValidSignature(bytes, for: Array(signedText.utf8))
    }

    /// What the signature covers: a line for each member before it.
    private var signedText: String {
        "devicestream checkpoint\n\(hub.key)\n\(sequence)\n\(hash)\n\(time.milliseconds)\n\(kind.rawValue)\n"
            + "\(publicKey)\n"
    }
}
