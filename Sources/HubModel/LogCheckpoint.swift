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
    /// The Ed25519 signature over `signedText`, in Base64.
    public var signature: String

    /// Why a checkpoint is made.
    public enum Kind: String, Codable, CaseIterable, Sendable {
        /// After so many records, or so long.
        case regular
        /// The records up to here were removed because of their age or the size of the log.
        case retention
    }

    package init(hub: HubName, place: LogChain, time: Timestamp, kind: Kind, signature: String) {
        self.hub = hub
        sequence = place.sequence
        hash = Base16.encode(place.hash)
        self.time = time
        self.kind = kind
        self.signature = signature
    }

    /// What the signature covers: the members before it, one a line.
    package var signedText: String {
        "devicestream checkpoint\n\(hub.text)\n\(sequence)\n\(hash)\n\(time)\n\(kind.rawValue)\n"
    }
}
