public import HubModel

/// Why bytes cannot be read from a stream or written to it.
public enum ByteStreamError: Error, Equatable, Sendable {
    /// The stream ended in this way; what had arrived before was delivered.
    case ended(StreamEnd)
    /// This side has finished, so it can write no more.
    case finished
    /// The task was cancelled; the stream goes on.
    case cancelled
}
