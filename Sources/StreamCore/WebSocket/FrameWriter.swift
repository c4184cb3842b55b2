package import NIOCore

/// Writes WebSocket frames (RFC 6455 §5.2).
///
/// A `key` makes it a client's frame and must be fresh random bits for every frame (§5.3); a server passes `nil`.
package enum FrameWriter {
    /// The most that `writeHeader` writes: two bytes, eight of length, four of key.
    package static let maximumHeaderBytes = FrameHead.maximumBytes

    /// Writes the head of a data frame; `header.length` bytes of payload must follow, masked with `key`.
    package static func writeHeader(_ header: FrameHeader, key: MaskingKey?, into buffer: inout ByteBuffer) {
        let first = (header.isFinal ? 0x80 : 0) | header.opcode.rawValue
        writeHead(first, length: header.length, key: key, into: &buffer)
    }

    /// Writes a whole data frame.
    package static func writeFrame(
        _ opcode: DataOpcode,
        isFinal: Bool = true,
        _ payload: ByteBuffer,
        key: MaskingKey?,
        into buffer: inout ByteBuffer
    ) {
        writeHeader(FrameHeader(opcode, isFinal: isFinal, length: payload.readableBytes), key: key, into: &buffer)
        let start = buffer.writerIndex
        buffer.writeImmutableBuffer(payload)
        mask(&buffer, from: start, key)
    }

    /// Writes a ping of at most 125 bytes.
    package static func writePing(
        _ payload: ByteBuffer = ByteBuffer(),
        key: MaskingKey?,
        into buffer: inout ByteBuffer
    ) {
        writeControl(.ping, payload.readableBytesView, key: key, into: &buffer)
    }

    /// Writes the answer to a ping, with the ping's own payload (RFC 6455 §5.5.3).
    package static func writePong(_ payload: ByteBuffer, key: MaskingKey?, into buffer: inout ByteBuffer) {
        writeControl(.pong, payload.readableBytesView, key: key, into: &buffer)
    }

    /// Writes a close frame; an empty one where `status` is `nil`.
    ///
    /// No frame may follow it (RFC 6455 §5.5.1).
    package static func writeClose(_ status: CloseStatus?, key: MaskingKey?, into buffer: inout ByteBuffer) {
        writeControl(.close, status?.encoded ?? [], key: key, into: &buffer)
    }

    private static func writeControl(
        _ opcode: ControlOpcode,
        _ payload: some Collection<UInt8>,
        key: MaskingKey?,
        into buffer: inout ByteBuffer
    ) {
        // The reader and CloseStatus keep to the bound: only our own code could pass more.
        precondition(payload.count <= ControlOpcode.maximumPayloadBytes, "a control frame has at most 125 bytes")
        writeHead(0x80 | opcode.rawValue, length: payload.count, key: key, into: &buffer)
        let start = buffer.writerIndex
        buffer.writeBytes(payload)
        mask(&buffer, from: start, key)
    }

    private static func writeHead(_ first: UInt8, length: Int, key: MaskingKey?, into buffer: inout ByteBuffer) {
        let maskBit: UInt8 = key == nil ? 0 : 0x80
        switch length {
        case ...125: buffer.writeMultipleIntegers(first, maskBit | UInt8(length))
        case ...0xFFFF: buffer.writeMultipleIntegers(first, maskBit | 126, UInt16(length))
        default: buffer.writeMultipleIntegers(first, maskBit | 127, UInt64(length))
        }
        if let key { buffer.writeInteger(key.wireValue) }
    }

    private static func mask(_ buffer: inout ByteBuffer, from start: Int, _ key: MaskingKey?) {
        guard var key else { return }
        buffer.withUnsafeMutableReadableBytes { [skipped = start - buffer.readerIndex] bytes in
            key.apply(to: UnsafeMutableRawBufferPointer(rebasing: bytes[skipped...]))
        }
    }
}
