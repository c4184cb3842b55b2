import Crypto

/// The end of a chain of records: each hash covers the record before it, so that none can change, go or change places
/// without all that follow.
public struct LogChain: Equatable, Sendable {
    /// The sequence number of the last record; 0 before the first.
    public private(set) var sequence: Int64
    /// The hash of the last record.
    public private(set) var hash: [UInt8]

    /// The beginning of every chain.
    public init() {
        sequence = 0
        hash = [UInt8](repeating: 0, count: SHA256.byteCount)
    }

    /// A place in a chain.
    public init(sequence: Int64, hash: [UInt8]) {
        self.sequence = sequence
        self.hash = hash
    }

    /// Adds the exact text of the next record: SHA-256 of the hash before it, its sequence number in eight bytes with
    /// the highest first, and its text in UTF-8.
    public mutating func append(_ text: String) {
        sequence += 1
        var function = SHA256()
        function.update(data: hash)
        withUnsafeBytes(of: sequence.bigEndian) { function.update(bufferPointer: $0) }
        var text = text
        text.withUTF8 { function.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        hash = Array(function.finalize())
    }
}
