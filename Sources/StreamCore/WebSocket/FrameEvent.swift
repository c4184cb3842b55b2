package import NIOCore

/// What a peer's bytes turned out to be, in the order in which they came.
package enum FrameEvent: Equatable, Sendable {
    /// A data frame begins: its payload follows in any number of slices, then `.frameEnd`.
    ///
    /// No other event comes between them but `.failed`.
    case header(FrameHeader)
    /// The next bytes of the payload, never none, unmasked.
    case payload(ByteBuffer)
    /// All of the frame's payload was handed on.
    case frameEnd
    /// To be answered with a pong of the same payload (RFC 6455 §5.5.2).
    case ping(ByteBuffer)
    /// A sign of life, asked for or not: .NET's client sends one every 30 s unasked.
    case pong(ByteBuffer)
    /// The peer sends nothing more; `nil` when it gave no code.
    ///
    /// Answer with a close frame unless one was sent, then close the connection. Later bytes are ignored.
    case close(CloseStatus?)
    /// The peer broke the protocol.
    ///
    /// Send a close frame with the violation's code, then close the connection. Later bytes are ignored.
    case failed(FrameViolation)
}
