import NIOCore

/// Reads the fields of one packet, whose bytes are all here (MQTT 3.1.1 §1.5, §2.3).
struct MQTTFieldReader {
    let kind: MQTTPacketKind
    private var body: ByteBuffer

    init(kind: MQTTPacketKind, body: ByteBuffer) {
        self.kind = kind
        self.body = body
    }

    var isAtEnd: Bool { body.readableBytes == 0 }

    mutating func byte() throws(MQTTDecodeError) -> UInt8 {
        guard let byte = body.readInteger(as: UInt8.self) else { throw .truncatedField(kind) }
        return byte
    }

    mutating func uint16() throws(MQTTDecodeError) -> UInt16 {
        guard let number = body.readInteger(as: UInt16.self) else { throw .truncatedField(kind) }
        return number
    }

    mutating func packetID() throws(MQTTDecodeError) -> MQTTPacketID {
        guard let id = MQTTPacketID(try uint16()) else { throw .zeroPacketID(kind) }
        return id
    }

    mutating func binary() throws(MQTTDecodeError) -> ByteBuffer {
        let length = Int(try uint16())
        guard let bytes = body.readSlice(length: length) else { throw .truncatedField(kind) }
        return bytes
    }

    mutating func text() throws(MQTTDecodeError) -> String {
        guard let text = MQTTText.read(try binary().readableBytesView) else { throw .invalidText(kind) }
        return text
    }

    mutating func topicName() throws(MQTTDecodeError) -> MQTTTopicName {
        let text = try text()
        guard let name = MQTTTopicName(text) else { throw .invalidTopicName(text) }
        return name
    }

    mutating func topicFilter() throws(MQTTDecodeError) -> MQTTTopicFilter {
        let text = try text()
        guard let filter = MQTTTopicFilter(text) else { throw .invalidTopicFilter(text) }
        return filter
    }

    /// Everything that is left.
    mutating func rest() -> ByteBuffer {
        let rest = body
        body.moveReaderIndex(to: body.writerIndex)
        return rest
    }

    /// Fails when bytes are left behind the last field.
    func finish() throws(MQTTDecodeError) {
        guard isAtEnd else { throw .trailingBytes(kind, body.readableBytes) }
    }
}
