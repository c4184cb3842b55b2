/// A link of a hub's chain of records, for those who verify it.
public struct LogChainEntry: Codable, Equatable, Sendable {
    /// The place in the chain, from 1.
    public var sequence: Int64
    /// The hash of the chain with this record, in hexadecimal digits.
    public var hash: String
    /// The exact text that the hash covers.
    public var text: String

    /// All members, in order.
    public init(sequence: Int64, hash: String, text: String) {
        self.sequence = sequence
        self.hash = hash
        self.text = text
    }
}
