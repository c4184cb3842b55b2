/// How a peer broke the framing rules, and the close code it gets for it.
package enum FrameViolation: Error, Equatable, Sendable {
    /// No extension was agreed on, so the three reserved bits are 0 (RFC 6455 §5.2).
    case reservedBits
    case unknownOpcode(UInt8)
    /// A client must mask (RFC 6455 §5.1).
    case notMasked
    /// A server must not mask (RFC 6455 §5.1).
    case masked
    /// A control frame is never fragmented (RFC 6455 §5.5).
    case fragmentedControl
    /// A control frame has at most 125 bytes (RFC 6455 §5.5).
    case longControl
    /// A continuation where no message is open (RFC 6455 §5.4).
    case nothingToContinue
    /// A new message inside a fragmented one (RFC 6455 §5.4).
    case messageNotFinished
    /// A length in more bytes than it needs (RFC 6455 §5.2).
    case lengthNotMinimal
    /// The most significant bit of a 64-bit length is 0 (RFC 6455 §5.2).
    case lengthOutOfRange
    /// Longer than we take.
    case frameTooBig(length: Int, limit: Int)
    /// A close frame of one byte (RFC 6455 §5.5.1).
    case closeCodeCutOff
    /// A close code that must not be sent (RFC 6455 §7.4).
    case closeCodeNotAllowed(UInt16)
    /// A close reason that is not UTF-8 (RFC 6455 §5.5.1).
    case closeReasonNotUTF8

    /// What the peer is told (RFC 6455 §7.4.1).
    package var closeStatus: CloseStatus {
        CloseStatus(closeCode, reason: reason)
    }

    private var closeCode: CloseCode {
        switch self {
        case .reservedBits, .unknownOpcode, .notMasked, .masked, .fragmentedControl, .longControl, .nothingToContinue,
            .messageNotFinished, .lengthNotMinimal, .lengthOutOfRange, .closeCodeCutOff, .closeCodeNotAllowed:
            .protocolError
        case .frameTooBig: .messageTooBig
        case .closeReasonNotUTF8: .invalidPayload
        }
    }

    private var reason: String {
        switch self {
        case .reservedBits: "A reserved bit is set, but no extension was agreed on."
        case .unknownOpcode(let opcode): "Opcode \(opcode) is unknown."
        case .notMasked: "A client must mask its frames."
        case .masked: "A server must not mask its frames."
        case .fragmentedControl: "A control frame must not be fragmented."
        case .longControl: "A control frame has at most 125 bytes."
        case .nothingToContinue: "A continuation came where no message was open."
        case .messageNotFinished: "A message began before the last one ended."
        case .lengthNotMinimal: "The length is not in its shortest form."
        case .lengthOutOfRange: "The length has its top bit set."
        case .frameTooBig(let length, let limit): "A frame of \(length) bytes; at most \(limit) are taken."
        case .closeCodeCutOff: "A close frame has no payload or at least 2 bytes."
        case .closeCodeNotAllowed(let code): "Close code \(code) must not be sent."
        case .closeReasonNotUTF8: "The close reason is not UTF-8."
        }
    }
}
