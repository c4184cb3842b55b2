import HubModel
import NIOCore
import Testing

@testable import StreamCore

struct MQTTRoundTripTests {
    static let payload = ByteBuffer(bytes: [0, 1, 0xFF, 0xC3])

    static let fromClient: [MQTTPacket] =
        connects.map { .connect($0) } + both + [
            .subscribe(7, [MQTTSubscription(filter: "+/a/#", qos: .exactlyOnce)]),
            .unsubscribe(65_535, ["a", "/", "#"]), .pingRequest, .disconnect,
        ]

    static let fromServer: [MQTTPacket] =
        MQTTRefusal.allCases.map { .connectAck(.refused($0)) } + both + [
            .connectAck(.accepted(sessionPresent: false)), .connectAck(.accepted(sessionPresent: true)),
            .subscribeAck(1, [.granted(.atMostOnce), .granted(.atLeastOnce), .granted(.exactlyOnce), .failure]),
            .unsubscribeAck(256), .pingResponse,
        ]

    static let both: [MQTTPacket] = [
        .publish(MQTTPublish(topic: "a/b", payload: ByteBuffer())),
        .publish(MQTTPublish(topic: "é/$", payload: payload, delivery: .atMostOnce, retain: true)),
        .publish(MQTTPublish(topic: "/", payload: payload, delivery: .atLeastOnce(1, isRepeated: false))),
        .publish(MQTTPublish(topic: " ", payload: payload, delivery: .atLeastOnce(2, isRepeated: true), retain: true)),
        .publish(MQTTPublish(topic: "a", payload: payload, delivery: .exactlyOnce(65_535, isRepeated: true))),
        .publishAck(1), .publishReceived(2), .publishRelease(3), .publishComplete(65_535),
    ]

    static let connects: [MQTTConnect] = [
        MQTTConnect(clientID: "", cleanSession: true, keepAliveSeconds: 0),
        MQTTConnect(clientID: "d/m", cleanSession: false, keepAliveSeconds: .max, credentials: .userName("")),
        MQTTConnect(
            clientID: "d",
            cleanSession: true,
            keepAliveSeconds: 1,
            will: MQTTConnect.Will(topic: "w", payload: ByteBuffer(), qos: .exactlyOnce, retain: false)
        ),
        MQTTConnect(
            clientID: "ü",
            cleanSession: false,
            keepAliveSeconds: 60,
            will: MQTTConnect.Will(topic: "w/x", payload: payload, qos: .atLeastOnce, retain: true),
            credentials: .password(userName: "hub/d", Secret(bytes: [0, 0xFF]))
        ),
    ]

    @Test(arguments: fromClient)
    func `what a client writes a server reads`(_ packet: MQTTPacket) throws {
        var decoder: MQTTDecoder
        if case .connect = packet { decoder = .server() } else { decoder = try MQTTWire.openedServer() }
        var buffer = ByteBuffer(bytes: try MQTTWire.encode(packet))
        #expect(try decoder.next(from: &buffer) == packet)
        #expect(buffer.readableBytes == 0)
    }

    @Test(arguments: fromServer)
    func `what a server writes a client reads`(_ packet: MQTTPacket) throws {
        var decoder: MQTTDecoder
        if case .connectAck = packet { decoder = .client() } else { decoder = try MQTTWire.openedClient() }
        var buffer = ByteBuffer(bytes: try MQTTWire.encode(packet))
        #expect(try decoder.next(from: &buffer) == packet)
        #expect(buffer.readableBytes == 0)
    }

    @Test(arguments: [3, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152])
    func `the remaining length is right on both sides of each of its sizes`(_ bodyBytes: Int) throws {
        // Two bytes of length and one of topic.
        let payload = ByteBuffer(repeating: 0x61, count: bodyBytes - 3)
        let packet = MQTTPacket.publish(MQTTPublish(topic: "t", payload: payload))
        let bytes = try MQTTWire.encode(packet)
        let lengthBytes = bodyBytes < 128 ? 1 : bodyBytes < 16_384 ? 2 : bodyBytes < 2_097_152 ? 3 : 4
        #expect(bytes.count == 1 + lengthBytes + bodyBytes)
        var limits = MQTTLimits()
        limits.maximumPacketBytes = 2_097_152
        var decoder = try MQTTWire.openedServer(limits)
        var buffer = ByteBuffer(bytes: bytes)
        #expect(try decoder.next(from: &buffer) == packet)
    }

    @Test func `a packet that cannot be sent leaves the buffer as it was`() throws {
        let long = String(repeating: "x", count: 65_536)
        let secret = Secret(bytes: [UInt8](repeating: 1, count: 65_536))
        let cases: [(MQTTPacket, MQTTEncodeError)] = [
            (.connect(MQTTConnect(clientID: long)), .unsendableText(long)),
            (.connect(MQTTConnect(clientID: "a\u{0}b")), .unsendableText("a\u{0}b")),
            (
                .connect(
                    MQTTConnect(
                        clientID: "d",
                        cleanSession: true,
                        keepAliveSeconds: 0,
                        credentials: .password(userName: "u", secret)
                    )
                ),
                .fieldTooLong(bytes: 65_536)
            ),
            (.subscribe(1, []), .noFilters), (.unsubscribe(1, []), .noFilters), (.subscribeAck(1, []), .noFilters),
        ]
        for (packet, error) in cases {
            var buffer = ByteBuffer(string: "before")
            #expect(throws: error) { try MQTTEncoder.write(packet, into: &buffer) }
            #expect(buffer == ByteBuffer(string: "before"))
        }
    }

    @Test func `a text of the greatest length goes both ways`() throws {
        let topic = try #require(MQTTTopicName(String(repeating: "x", count: 65_535)))
        let packet = MQTTPacket.publish(MQTTPublish(topic: topic, payload: ByteBuffer()))
        var decoder = try MQTTWire.openedServer()
        var buffer = ByteBuffer(bytes: try MQTTWire.encode(packet))
        #expect(try decoder.next(from: &buffer) == packet)
    }
}
