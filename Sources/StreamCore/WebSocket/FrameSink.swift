package import NIOCore

/// Takes what a `FrameReader` finds, in the order of the wire, while the bytes lie where they arrived.
///
/// A relay copies payload once and unmasks it on the way; who wants values takes the reader's events.
package protocol FrameSink {
    /// Whether the reader must stop; the rest of the bytes is left to its caller.
    var isFull: Bool { get }

    /// A data frame begins: its payload follows in any number of pieces, then `frameEnded`.
    mutating func began(_ header: FrameHeader)

    /// The next bytes of the payload, never none, valid during the call, still masked with `key` from its first byte.
    ///
    /// `offset` is their place among the bytes that the reader was given.
    mutating func received(_ payload: UnsafeRawBufferPointer, at offset: Int, key: MaskingKey?)

    /// All of the frame's payload was handed on.
    mutating func frameEnded()

    /// See `FrameEvent.ping`.
    mutating func pinged(_ payload: ByteBuffer)

    /// See `FrameEvent.pong`.
    mutating func ponged(_ payload: ByteBuffer)

    /// See `FrameEvent.close`; nothing follows.
    mutating func closed(_ status: CloseStatus?)

    /// See `FrameEvent.failed`; nothing follows.
    mutating func failed(_ violation: FrameViolation)
}
