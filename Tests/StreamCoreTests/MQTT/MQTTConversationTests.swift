import HubModel
import NIOCore
import Testing

@testable import StreamCore

struct MQTTConversationTests {
    @Test(arguments: MQTTRecording.all)
    func `a recorded conversation is read as its packets`(_ recording: MQTTRecording) throws {
        #expect(try MQTTWire.decode(recording.bytes, with: recording.decoder) == recording.packets)
    }

    @Test(arguments: MQTTRecording.all)
    func `the packets of a recorded conversation are written as its bytes`(_ recording: MQTTRecording) throws {
        #expect(try recording.packets.flatMap { try MQTTWire.encode($0) } == recording.bytes)
    }

    @Test(arguments: MQTTRecording.all)
    func `every prefix gives the packets that are whole and waits for the rest`(_ recording: MQTTRecording) throws {
        for length in 0...recording.bytes.count {
            var decoder = recording.decoder
            var buffer = ByteBuffer(bytes: recording.bytes.prefix(length))
            let packets = try MQTTWire.drain(&decoder, &buffer)
            let whole = recording.boundaries.filter { $0 <= length }
            #expect(packets == Array(recording.packets.prefix(whole.count)), "prefix of \(length)")
            // What is not a whole packet stays where it is.
            #expect(buffer.readableBytes == length - (whole.last ?? 0), "prefix of \(length)")
        }
    }

    @Test(arguments: MQTTRecording.all)
    func `a conversation split at any offset is the same`(_ recording: MQTTRecording) throws {
        for offset in 0...recording.bytes.count {
            var decoder = recording.decoder
            var buffer = ByteBuffer(bytes: recording.bytes[..<offset])
            var packets = try MQTTWire.drain(&decoder, &buffer)
            buffer.writeBytes(recording.bytes[offset...])
            packets += try MQTTWire.drain(&decoder, &buffer)
            #expect(packets == recording.packets, "split at \(offset)")
        }
    }

    @Test(arguments: MQTTRecording.all)
    func `a conversation that comes byte by byte is the same`(_ recording: MQTTRecording) throws {
        var decoder = recording.decoder
        var buffer = ByteBuffer()
        var packets: [MQTTPacket] = []
        for byte in recording.bytes {
            buffer.writeInteger(byte)
            packets += try MQTTWire.drain(&decoder, &buffer)
            // As an adapter does, so that the decoder never relies on bytes that it has read.
            buffer.discardReadBytes()
        }
        #expect(packets == recording.packets)
    }

    @Test func `the conversation of the C device is answered as the SDK expects`() throws {
        var talk = MQTTTalk()
        let actions = try talk.run(MQTTRecording.deviceOfC)
        let published = try #require(MQTTRecording.deviceOfC.packets.compactMap(\.published).first)
        #expect(
            actions == [
                .send(.connectAck(.accepted(sessionPresent: true))),
                .send(.subscribeAck(2, [.granted(.atMostOnce), .granted(.atMostOnce)])),
                .send(.pingResponse),
                .deliver(published),
                .close(.disconnected),
            ]
        )
    }

    @Test func `the conversation of the Python device is answered as the SDK expects`() throws {
        var talk = MQTTTalk()
        let actions = try talk.run(MQTTRecording.deviceOfPython)
        let published = MQTTRecording.deviceOfPython.packets.compactMap(\.published)
        try #require(published.count == 2)
        #expect(
            actions == [
                .send(.connectAck(.accepted(sessionPresent: true))),
                .send(.subscribeAck(1, [.granted(.atLeastOnce)])),
                .send(.subscribeAck(2, [.granted(.atLeastOnce)])),
                .deliver(published[0]), .send(.publishAck(3)),
                .deliver(published[1]), .send(.publishAck(4)),
                .send(.unsubscribeAck(5)),
                .close(.disconnected),
            ]
        )
        // What is left for the next connection of a client without clean session.
        #expect(
            talk.session.subscriptions == [MQTTSubscription(filter: "$iothub/twin/res/#", qos: .atLeastOnce)]
        )
    }
}

/// A session with a hub that lets everyone in; wakes are left out.
private struct MQTTTalk {
    var session = MQTTServerSession(deadline: Timestamp(seconds: 10))

    mutating func run(_ recording: MQTTRecording) throws -> [MQTTSessionAction] {
        let now = Timestamp(seconds: 1)
        var decoder = recording.decoder
        var buffer = ByteBuffer(bytes: recording.bytes)
        var actions: [MQTTSessionAction] = []
        while session.wantsPackets, let packet = try decoder.next(from: &buffer) {
            for action in session.received(packet, now: now) {
                switch action {
                case .authenticate: actions += session.authenticated(until: nil, now: now)
                case .send, .deliver, .deliverWill, .wake, .close: actions.append(action)
                }
            }
        }
        #expect(buffer.readableBytes == 0)
        return actions.filter { action in
            if case .wake = action { false } else { true }
        }
    }
}

extension MQTTPacket {
    fileprivate var published: MQTTPublish? {
        guard case .publish(let publish) = self else { return nil }
        return publish
    }
}
