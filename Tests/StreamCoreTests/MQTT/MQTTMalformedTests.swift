import NIOCore
import Testing

@testable import StreamCore

struct MQTTMalformedTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        let error: MQTTDecodeError

        init(_ name: String, _ bytes: [UInt8], _ error: MQTTDecodeError) {
            testDescription = name
            self.bytes = bytes
            self.error = error
        }
    }

    /// A CONNECT with the flags, keep-alive 0, client id `d` and what follows.
    private static func connect(_ flags: UInt8, _ rest: [UInt8] = []) -> [UInt8] {
        let body = MQTTWire.field("MQTT") + [4, flags, 0, 0] + MQTTWire.field("d") + rest
        return [0x10, UInt8(body.count)] + body
    }

    static let first: [Case] = [
        Case("type 0", [0x00], .reservedPacketType(0)),
        Case("type 15", [0xF0], .reservedPacketType(15)),
        Case("flags of CONNECT, a TLS record", [0x16, 3, 1], .reservedFlags(.connect, 6)),
        Case("an HTTP request", Array("GET / HTTP/1.1".utf8), .reservedFlags(.publishAck, 7)),
        Case("PINGREQ before CONNECT", [0xC0, 0], .unexpectedPacket(.pingRequest)),
        Case("PUBLISH before CONNECT, not yet whole", [0x30], .unexpectedPacket(.publish)),
        Case("length of five bytes", [0x10, 0x80, 0x80, 0x80, 0x80], .malformedLength),
        Case("empty", [0x10, 0], .truncatedField(.connect)),
        Case("ends in the name", [0x10, 4, 0, 4, 0x4D, 0x51], .truncatedField(.connect)),
        Case("other protocol", [0x10, 7] + MQTTWire.field("HTTP") + [4], .invalidProtocolName),
        Case("name in lower case", [0x10, 7] + MQTTWire.field("mqtt") + [4], .invalidProtocolName),
        Case("MQTT 3.1", [0x10, 9] + MQTTWire.field("MQIsdp") + [3], .unsupportedProtocolLevel(3)),
        Case(
            "MQTT 5",
            [0x10, 13] + MQTTWire.field("MQTT") + [5, 2, 0, 60, 0] + [0, 0],
            .unsupportedProtocolLevel(5)
        ),
        Case("bridge bit of mosquitto", [0x10, 7] + MQTTWire.field("MQTT") + [0x84], .unsupportedProtocolLevel(0x84)),
        Case("reserved connect flag", connect(0x03), .invalidConnectFlags(0x03)),
        Case("password without user name", connect(0x42, MQTTWire.field("p")), .invalidConnectFlags(0x42)),
        Case("will QoS without will", connect(0x0A), .invalidConnectFlags(0x0A)),
        Case("will retain without will", connect(0x22), .invalidConnectFlags(0x22)),
        Case(
            "will QoS 3",
            connect(0x1E, MQTTWire.field("t") + MQTTWire.field("m")),
            .invalidQoS(.connect, 3)
        ),
        Case("will to a filter", connect(0x06, MQTTWire.field("a/#") + [0, 0]), .invalidTopicName("a/#")),
        Case("will without a topic", connect(0x06), .truncatedField(.connect)),
        Case("user name announced, none there", connect(0x82), .truncatedField(.connect)),
        Case(
            "password shorter than it says",
            connect(0xC2, MQTTWire.field("u") + [0, 5, 1]),
            .truncatedField(.connect)
        ),
        Case("U+0000 in the user name", connect(0x82, [0, 3, 0x61, 0, 0x62]), .invalidText(.connect)),
        Case("a surrogate in the user name", connect(0x82, [0, 3, 0xED, 0xA0, 0x80]), .invalidText(.connect)),
        Case("an overlong slash", connect(0x82, [0, 2, 0xC0, 0xAF]), .invalidText(.connect)),
        Case("half a character", connect(0x82, [0, 1, 0xC3]), .invalidText(.connect)),
        Case("bytes behind the end", connect(0x02, [1, 2]), .trailingBytes(.connect, 2)),
    ]

    static let later: [Case] = [
        Case("CONNACK to a server", [0x20, 2, 0, 0], .unexpectedPacket(.connectAck)),
        Case("PINGRESP to a server", [0xD0, 0], .unexpectedPacket(.pingResponse)),
        Case("SUBSCRIBE without its flag", [0x80], .reservedFlags(.subscribe, 0)),
        Case("PUBREL without its flag", [0x60], .reservedFlags(.publishRelease, 0)),
        Case("UNSUBSCRIBE with others", [0xA3], .reservedFlags(.unsubscribe, 3)),
        Case("DISCONNECT with flags", [0xE1], .reservedFlags(.disconnect, 1)),
        Case("PINGREQ with a body", [0xC0, 1], .wrongLength(.pingRequest, bytes: 1)),
        Case("DISCONNECT with a body", [0xE0, 2], .wrongLength(.disconnect, bytes: 2)),
        Case("PUBACK too long", [0x40, 3], .wrongLength(.publishAck, bytes: 3)),
        Case("PUBACK too short", [0x40, 1, 0], .wrongLength(.publishAck, bytes: 1)),
        Case("PUBACK of 0", [0x40, 2, 0, 0], .zeroPacketID(.publishAck)),
        Case("PUBLISH of QoS 3", [0x36, 5, 0, 1, 0x61, 0, 1], .invalidQoS(.publish, 3)),
        Case("PUBLISH of QoS 0 with DUP", [0x38, 3, 0, 1, 0x61], .invalidQoS(.publish, 0)),
        Case("PUBLISH to nothing", [0x30, 2, 0, 0], .invalidTopicName("")),
        Case("PUBLISH to +", [0x30, 3, 0, 1, 0x2B], .invalidTopicName("+")),
        Case("PUBLISH to a#", [0x30, 4, 0, 2, 0x61, 0x23], .invalidTopicName("a#")),
        Case("PUBLISH to U+0000", [0x30, 3, 0, 1, 0], .invalidText(.publish)),
        Case("PUBLISH with a topic past its end", [0x30, 3, 0, 2, 0x61], .truncatedField(.publish)),
        Case("PUBLISH without a body", [0x30, 0], .truncatedField(.publish)),
        Case("PUBLISH of QoS 1 without an id", [0x32, 3, 0, 1, 0x61], .truncatedField(.publish)),
        Case("PUBLISH of QoS 1 with id 0", [0x32, 5, 0, 1, 0x61, 0, 0], .zeroPacketID(.publish)),
        Case("SUBSCRIBE with id 0", [0x82, 6, 0, 0, 0, 1, 0x61, 0], .zeroPacketID(.subscribe)),
        Case("SUBSCRIBE to nothing", [0x82, 2, 0, 1], .noFilters(.subscribe)),
        Case("SUBSCRIBE to an empty filter", [0x82, 5, 0, 1, 0, 0, 0], .invalidTopicFilter("")),
        Case("SUBSCRIBE without a QoS", [0x82, 5, 0, 1, 0, 1, 0x61], .truncatedField(.subscribe)),
        Case("SUBSCRIBE of QoS 3", [0x82, 6, 0, 1, 0, 1, 0x61, 3], .invalidQoS(.subscribe, 3)),
        Case("SUBSCRIBE with reserved bits", [0x82, 6, 0, 1, 0, 1, 0x61, 4], .invalidQoS(.subscribe, 4)),
        Case("SUBSCRIBE to #a", [0x82, 7, 0, 1, 0, 2, 0x23, 0x61, 0], .invalidTopicFilter("#a")),
        Case("UNSUBSCRIBE from nothing", [0xA2, 2, 0, 1], .noFilters(.unsubscribe)),
        Case("UNSUBSCRIBE cut", [0xA2, 4, 0, 1, 0, 1], .truncatedField(.unsubscribe)),
    ]

    static let fromServer: [Case] = [
        Case("PUBLISH before CONNACK", [0x30], .unexpectedPacket(.publish)),
        Case("CONNECT to a client", [0x10], .unexpectedPacket(.connect)),
        Case("CONNACK with a reserved flag", [0x20, 2, 2, 0], .invalidConnectAck(flags: 2, code: 0)),
        Case("CONNACK with code 6", [0x20, 2, 0, 6], .invalidConnectAck(flags: 0, code: 6)),
        Case("a refusal with a session", [0x20, 2, 1, 5], .invalidConnectAck(flags: 1, code: 5)),
        Case("SUBACK with a code of its own", [0x20, 2, 0, 0, 0x90, 3, 0, 1, 3], .invalidSubscribeResult(3)),
        Case("SUBACK without a code", [0x20, 2, 0, 0, 0x90, 2, 0, 1], .noFilters(.subscribeAck)),
        Case("SUBSCRIBE to a client", [0x20, 2, 0, 0, 0x82], .unexpectedPacket(.subscribe)),
    ]

    @Test(arguments: first)
    func `a malformed first packet is refused`(_ malformed: Case) {
        #expect(throws: malformed.error) { try MQTTWire.decode(malformed.bytes) }
    }

    @Test(arguments: later)
    func `a malformed packet of a connected client is refused`(_ malformed: Case) throws {
        let decoder = try MQTTWire.openedServer()
        #expect(throws: malformed.error) { try MQTTWire.decode(malformed.bytes, with: decoder) }
    }

    @Test(arguments: fromServer)
    func `a malformed packet of a server is refused`(_ malformed: Case) {
        #expect(throws: malformed.error) { try MQTTWire.decode(malformed.bytes, with: .client()) }
    }

    @Test(arguments: first + later)
    func `the same error comes however the bytes are cut`(_ malformed: Case) throws {
        let opened = Self.first.contains { $0.testDescription == malformed.testDescription }
        for offset in 0...malformed.bytes.count {
            var decoder = opened ? MQTTDecoder.server() : try MQTTWire.openedServer()
            var buffer = ByteBuffer(bytes: malformed.bytes[..<offset])
            #expect(throws: malformed.error, "cut at \(offset)") {
                while try decoder.next(from: &buffer) != nil {}
                buffer.writeBytes(malformed.bytes[offset...])
                while try decoder.next(from: &buffer) != nil {}
            }
        }
    }

    @Test func `a decoder that has failed stays failed`() {
        var decoder = MQTTDecoder.server()
        var buffer = ByteBuffer(bytes: [0xF0])
        #expect(throws: MQTTDecodeError.reservedPacketType(15)) { try decoder.next(from: &buffer) }
        var good = ByteBuffer(bytes: MQTTRecording.deviceOfC.bytes)
        #expect(throws: MQTTDecodeError.reservedPacketType(15)) { try decoder.next(from: &good) }
    }
}
