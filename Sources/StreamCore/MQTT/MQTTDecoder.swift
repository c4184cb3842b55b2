package import NIOCore

/// Takes packets from the front of a buffer into which the bytes of one peer are appended (MQTT 3.1.1 §2).
///
/// Nothing is consumed until a packet is here whole, so the same bytes give the same packets however they were split.
/// The first byte and the length are judged before the body is awaited: no peer makes the buffer grow beyond a header
/// and the bound of that packet by more than one read. The first packet must open the connection: CONNECT at a server
/// [MQTT-3.1.0-1], bounded by its own smaller size as its sender is nobody yet; CONNACK at a client [MQTT-3.2.0-1].
/// A failure is final: the same error comes again however often it is asked.
package struct MQTTDecoder: Sendable {
    private let reader: Reader
    private let maximumPacketBytes: Int
    private let maximumFirstPacketBytes: Int
    private var hasOpened = false
    private var failure: MQTTDecodeError?

    /// Who reads.
    private enum Reader: Sendable {
        case server, client
    }

    private init(reader: Reader, maximumPacketBytes: Int, maximumFirstPacketBytes: Int) {
        self.reader = reader
        self.maximumPacketBytes = maximumPacketBytes
        self.maximumFirstPacketBytes = maximumFirstPacketBytes
    }

    /// Reads what a client sends; the bounds are those of the remaining length.
    package static func server(_ limits: MQTTLimits = MQTTLimits()) -> MQTTDecoder {
        MQTTDecoder(
            reader: .server,
            maximumPacketBytes: limits.maximumPacketBytes,
            maximumFirstPacketBytes: limits.maximumConnectBytes
        )
    }

    /// Reads what a server sends.
    package static func client(_ limits: MQTTLimits = MQTTLimits()) -> MQTTDecoder {
        MQTTDecoder(
            reader: .client,
            maximumPacketBytes: limits.maximumPacketBytes,
            maximumFirstPacketBytes: limits.maximumPacketBytes
        )
    }

    /// The next packet, removed from the buffer; `nil` while it is not here whole.
    package mutating func next(from buffer: inout ByteBuffer) throws(MQTTDecodeError) -> MQTTPacket? {
        if let failure { throw failure }
        do throws(MQTTDecodeError) {
            guard let header = try header(of: buffer) else { return nil }
            guard buffer.readableBytes >= header.bytes + header.bodyBytes else { return nil }
            buffer.moveReaderIndex(forwardBy: header.bytes)
            guard let body = buffer.readSlice(length: header.bodyBytes) else { return nil }
            var fields = MQTTFieldReader(kind: header.kind, body: body)
            let packet = try MQTTPacket(flags: header.flags, from: &fields)
            try fields.finish()
            hasOpened = true
            return packet
        } catch {
            failure = error
            throw error
        }
    }

    /// The fixed header of §2.2.
    private struct Header {
        var kind: MQTTPacketKind
        var flags: UInt8
        /// What the header itself takes.
        var bytes: Int
        /// The remaining length.
        var bodyBytes: Int
    }

    private func header(of buffer: ByteBuffer) throws(MQTTDecodeError) -> Header? {
        guard let first = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self) else { return nil }
        guard let kind = MQTTPacketKind(rawValue: first >> 4) else { throw .reservedPacketType(first >> 4) }
        let flags = first & 0x0F
        if let required = kind.requiredFlags, flags != required { throw .reservedFlags(kind, flags) }
        guard isExpected(kind) else { throw .unexpectedPacket(kind) }
        guard let (bodyBytes, lengthBytes) = try remainingLength(of: buffer) else { return nil }
        if let required = kind.requiredLength, bodyBytes != required { throw .wrongLength(kind, bytes: bodyBytes) }
        let maximum = hasOpened ? maximumPacketBytes : maximumFirstPacketBytes
        guard bodyBytes <= maximum else { throw .packetTooLarge(kind, bytes: bodyBytes, maximum: maximum) }
        return Header(kind: kind, flags: flags, bytes: 1 + lengthBytes, bodyBytes: bodyBytes)
    }

    private func isExpected(_ kind: MQTTPacketKind) -> Bool {
        switch reader {
        case .server: hasOpened ? kind.isSentByClient : kind == .connect
        case .client: hasOpened ? kind.isSentByServer : kind == .connectAck
        }
    }

    /// The most bytes of a remaining length (§2.2.3).
    private static let maximumLengthBytes = 4

    /// Seven bits a byte, the lowest first (§2.2.3); longer forms of a small number are not forbidden.
    private func remainingLength(of buffer: ByteBuffer) throws(MQTTDecodeError) -> (value: Int, bytes: Int)? {
        var value = 0
        for index in 0..<Self.maximumLengthBytes {
            guard let byte = buffer.getInteger(at: buffer.readerIndex + 1 + index, as: UInt8.self) else { return nil }
            value |= Int(byte & 0x7F) << (7 * index)
            if byte & 0x80 == 0 { return (value, index + 1) }
        }
        throw .malformedLength
    }
}
