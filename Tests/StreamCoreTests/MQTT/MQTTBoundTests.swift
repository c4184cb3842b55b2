import NIOCore
import Testing

@testable import StreamCore

struct MQTTBoundTests {
    private func limits(packet: Int, connect: Int) -> MQTTLimits {
        var limits = MQTTLimits()
        limits.maximumPacketBytes = packet
        limits.maximumConnectBytes = connect
        return limits
    }

    @Test func `a packet of the greatest size is read and one byte more is refused at its header`() throws {
        let limits = limits(packet: 300, connect: 100)
        let payload = ByteBuffer(repeating: 1, count: 300 - 3)
        let packet = MQTTPacket.publish(MQTTPublish(topic: "t", payload: payload))
        let decoder = try MQTTWire.openedServer(limits)
        #expect(try MQTTWire.decode(MQTTWire.encode(packet), with: decoder) == [packet])
        // 301, and nothing of the body.
        #expect(throws: MQTTDecodeError.packetTooLarge(.publish, bytes: 301, maximum: 300)) {
            try MQTTWire.decode([0x30, 0xAD, 0x02], with: decoder)
        }
    }

    @Test func `a CONNECT is bounded by its own smaller size`() throws {
        let limits = limits(packet: 300, connect: 100)
        // 12 bytes of the header and the id's length.
        let packet = MQTTPacket.connect(MQTTConnect(clientID: String(repeating: "d", count: 88)))
        #expect(try MQTTWire.decode(MQTTWire.encode(packet), with: .server(limits)) == [packet])
        #expect(throws: MQTTDecodeError.packetTooLarge(.connect, bytes: 101, maximum: 100)) {
            try MQTTWire.decode([0x10, 101], with: .server(limits))
        }
    }

    @Test func `the greatest length that the header can say is refused at its header`() throws {
        let decoder = try MQTTWire.openedServer()
        #expect(
            throws: MQTTDecodeError.packetTooLarge(.publish, bytes: 268_435_455, maximum: 270_336)
        ) {
            try MQTTWire.decode([0x30, 0xFF, 0xFF, 0xFF, 0x7F], with: decoder)
        }
    }

    @Test func `a small length in four bytes is that length`() throws {
        let decoder = try MQTTWire.openedServer()
        #expect(try MQTTWire.decode([0xC0, 0x80, 0x80, 0x80, 0x00], with: decoder) == [.pingRequest])
    }

    @Test(arguments: [MQTTPacketKind.subscribe, .unsubscribe])
    func `64 filters in a packet are read and 65 are refused`(_ kind: MQTTPacketKind) throws {
        func packet(_ count: Int) -> MQTTPacket {
            let filters = [MQTTTopicFilter](repeating: "a", count: count)
            guard kind == .subscribe else { return .unsubscribe(1, filters) }
            return .subscribe(1, filters.map { MQTTSubscription(filter: $0, qos: .atMostOnce) })
        }
        let decoder = try MQTTWire.openedServer()
        #expect(try MQTTWire.decode(MQTTWire.encode(packet(64)), with: decoder) == [packet(64)])
        #expect(throws: MQTTDecodeError.tooManyFilters(kind, maximum: 64)) {
            try MQTTWire.decode(MQTTWire.encode(packet(65)), with: decoder)
        }
    }

    @Test func `a packet larger than the wire can say is not written`() throws {
        // One zeroed buffer of 256 MiB is never touched by the encoder, as it is refused before.
        let payload = ByteBuffer(repeating: 0, count: MQTTEncoder.maximumRemainingLength - 2)
        var buffer = ByteBuffer()
        #expect(throws: MQTTEncodeError.packetTooLarge(bytes: 268_435_456)) {
            try MQTTEncoder.write(.publish(MQTTPublish(topic: "t", payload: payload)), into: &buffer)
        }
        #expect(buffer.readableBytes == 0)
    }
}
