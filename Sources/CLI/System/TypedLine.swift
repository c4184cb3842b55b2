/// A line that is typed into a terminal which neither echoes nor edits it.
struct TypedLine: Equatable {
    /// A token is below 100 bytes; 4096 is what a terminal's own line holds.
    static let maximumBytes = 4096

    enum ReceivedAction: Equatable {
        case read
        /// The line is complete.
        case end
        /// Ctrl-C or Ctrl-\.
        case interrupt
    }

    private(set) var bytes: [UInt8] = []

    /// Takes the next byte, as a terminal in its standard setting would.
    mutating func received(_ byte: UInt8) -> ReceivedAction {
        switch byte {
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return .end
        case 0x03, 0x1C: return .interrupt
        // Ctrl-D ends the input.
        case 0x04: return .end
        // Backspace takes a character, with all its bytes in UTF-8.
        case 0x08, 0x7F:
            while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
        // Ctrl-U takes the line.
        case 0x15: bytes = []
        default: bytes.append(byte)
        }
        return bytes.count < Self.maximumBytes ? .read : .end
    }
}
