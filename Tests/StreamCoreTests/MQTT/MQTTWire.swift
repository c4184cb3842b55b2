import NIOCore
import Testing

@testable import StreamCore

/// Bytes on the wire, written without the encoder under test.
enum MQTTWire {
    /// A packet of its first byte, the bytes of its remaining length and its parts.
    static func packet(_ first: UInt8, length: UInt8..., body: [UInt8]...) -> [UInt8] {
        [first] + length + body.flatMap { $0 }
    }

    /// A text behind a two-byte length, which is the count of its bytes.
    static func field(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        return [UInt8(bytes.count / 256), UInt8(bytes.count % 256)] + bytes
    }

    static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

    /// Everything that the decoder finds in the bytes.
    static func decode(
        _ bytes: [UInt8],
        with decoder: MQTTDecoder = .server()
    ) throws(MQTTDecodeError) -> [MQTTPacket] {
        var decoder = decoder
        var buffer = ByteBuffer(bytes: bytes)
        return try drain(&decoder, &buffer)
    }

    static func drain(
        _ decoder: inout MQTTDecoder,
        _ buffer: inout ByteBuffer
    ) throws(MQTTDecodeError) -> [MQTTPacket] {
        var packets: [MQTTPacket] = []
        while let packet = try decoder.next(from: &buffer) { packets.append(packet) }
        return packets
    }

    static func encode(_ packet: MQTTPacket) throws(MQTTEncodeError) -> [UInt8] {
        var buffer = ByteBuffer()
        try MQTTEncoder.write(packet, into: &buffer)
        return Array(buffer.readableBytesView)
    }

    /// A server decoder that has had its CONNECT.
    static func openedServer(_ limits: MQTTLimits = MQTTLimits()) throws -> MQTTDecoder {
        var decoder = MQTTDecoder.server(limits)
        var buffer = ByteBuffer(bytes: try encode(.connect(MQTTConnect(clientID: "d"))))
        _ = try #require(try decoder.next(from: &buffer))
        return decoder
    }

    /// A client decoder that has had its CONNACK.
    static func openedClient() throws -> MQTTDecoder {
        var decoder = MQTTDecoder.client()
        var buffer = ByteBuffer(bytes: [0x20, 2, 0, 0])
        _ = try #require(try decoder.next(from: &buffer))
        return decoder
    }
}

extension MQTTConnect {
    init(clientID: String) {
        self.init(clientID: clientID, cleanSession: true, keepAliveSeconds: 60)
    }
}

extension MQTTPacketID: ExpressibleByIntegerLiteral {
    package init(integerLiteral value: UInt16) {
        guard let valid = MQTTPacketID(value) else { preconditionFailure("\(value) in a test") }
        self = valid
    }
}

extension MQTTTopicName: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) {
        guard let valid = MQTTTopicName(value) else { preconditionFailure("\(value) in a test") }
        self = valid
    }
}

extension MQTTTopicFilter: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) {
        guard let valid = MQTTTopicFilter(value) else { preconditionFailure("\(value) in a test") }
        self = valid
    }
}
