/// What a data frame says about itself (RFC 6455 §5.2), without the mask.
package struct FrameHeader: Equatable, Sendable {
    package var opcode: DataOpcode
    /// Whether the message ends with this frame.
    package var isFinal: Bool
    /// Bytes of payload.
    package var length: Int

    package init(_ opcode: DataOpcode, isFinal: Bool = true, length: Int) {
        self.opcode = opcode
        self.isFinal = isFinal
        self.length = length
    }
}

/// The opcodes of frames that carry a message (RFC 6455 §5.6).
package enum DataOpcode: UInt8, Equatable, Sendable, CaseIterable {
    /// The next part of a message that an earlier frame began.
    case continuation = 0
    /// Passed on unread: whether a text is UTF-8 is for the peer that reads it.
    case text = 1
    case binary = 2
}

/// The opcodes of frames about the connection (RFC 6455 §5.5).
package enum ControlOpcode: UInt8, Equatable, Sendable, CaseIterable {
    case close = 8
    case ping = 9
    case pong = 10

    /// RFC 6455 §5.5: at most 125 bytes, so that the length fits the second byte.
    package static let maximumPayloadBytes = 125
}
