/// The start of one frame, from its first byte to its masking key (RFC 6455 §5.2).
///
/// Checked byte by byte in the order of the wire, so that a violation shows at the same byte however the bytes arrive.
struct FrameHead {
    /// Two bytes, eight of length, four of key.
    static let maximumBytes = 14

    enum Kind {
        case data(DataOpcode)
        case control(ControlOpcode)
    }

    enum Parsed {
        /// Good so far, but not whole.
        case incomplete
        case head(FrameHead)
        case violation(FrameViolation)
    }

    /// What decides which heads are right.
    struct Rules {
        let role: WebSocketRole
        let maximumFrameBytes: Int
        var insideMessage: Bool
    }

    let kind: Kind
    let isFinal: Bool
    let length: Int
    let key: MaskingKey?
    /// How many bytes the head itself has.
    let size: Int

    static func parse(_ bytes: UnsafeRawBufferPointer, _ rules: Rules) -> Parsed {
        guard let first = bytes.first else { return .incomplete }
        let isFinal = first & 0x80 != 0
        let kind: Kind
        do throws(FrameViolation) { kind = try self.kind(first, rules) } catch { return .violation(error) }

        guard bytes.count >= 2 else { return .incomplete }
        let isMasked = bytes[1] & 0x80 != 0
        switch rules.role {
        case .server: guard isMasked else { return .violation(.notMasked) }
        case .client: guard !isMasked else { return .violation(.masked) }
        }
        let short = Int(bytes[1] & 0x7F)
        if case .control = kind, short > ControlOpcode.maximumPayloadBytes { return .violation(.longControl) }

        let lengthBytes = short < 126 ? 0 : short == 126 ? 2 : 8
        guard bytes.count >= 2 + lengthBytes else { return .incomplete }
        let length: Int
        do throws(FrameViolation) {
            length = try self.length(short, bytes)
        } catch { return .violation(error) }
        guard length <= rules.maximumFrameBytes else {
            return .violation(.frameTooBig(length: length, limit: rules.maximumFrameBytes))
        }

        let size = 2 + lengthBytes + (isMasked ? 4 : 0)
        guard bytes.count >= size else { return .incomplete }
        let key = isMasked ? MaskingKey(bytes[size - 4], bytes[size - 3], bytes[size - 2], bytes[size - 1]) : nil
        return .head(FrameHead(kind: kind, isFinal: isFinal, length: length, key: key, size: size))
    }

    private static func kind(_ first: UInt8, _ rules: Rules) throws(FrameViolation) -> Kind {
        guard first & 0x70 == 0 else { throw .reservedBits }
        if let opcode = ControlOpcode(rawValue: first & 0x0F) {
            guard first & 0x80 != 0 else { throw .fragmentedControl }
            return .control(opcode)
        }
        guard let opcode = DataOpcode(rawValue: first & 0x0F) else { throw .unknownOpcode(first & 0x0F) }
        switch opcode {
        case .continuation: guard rules.insideMessage else { throw .nothingToContinue }
        case .text, .binary: guard !rules.insideMessage else { throw .messageNotFinished }
        }
        return .data(opcode)
    }

    /// The length that the second byte announces; the bytes it needs are there.
    private static func length(_ short: Int, _ bytes: UnsafeRawBufferPointer) throws(FrameViolation) -> Int {
        switch short {
        case 126:
            let length = Int(bytes[2]) << 8 | Int(bytes[3])
            guard length > 125 else { throw .lengthNotMinimal }
            return length
        case 127:
            let length = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt64.self))
            guard let length = Int(exactly: length) else { throw .lengthOutOfRange }
            guard length > 0xFFFF else { throw .lengthNotMinimal }
            return length
        default:
            return short
        }
    }
}
