import HubModel
import NIOCore
import Testing

@testable import StreamCore

/// One direction of a conversation as the public SDKs have it: the bytes, and the packets that they are.
struct MQTTRecording: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let decoder: MQTTDecoder
    let bytes: [UInt8]
    let packets: [MQTTPacket]
    /// Where each packet ends.
    let boundaries: [Int]

    private init(_ name: String, _ decoder: MQTTDecoder, _ parts: [([UInt8], MQTTPacket)]) {
        testDescription = name
        self.decoder = decoder
        bytes = parts.flatMap { $0.0 }
        packets = parts.map { $0.1 }
        var end = 0
        boundaries = parts.map { part in
            end += part.0.count
            return end
        }
    }

    static let all = [deviceOfC, deviceOfPython, hub]

    private static let requestID = "0f6a2c1e-54a7-4d7b-9f06-3c1a5e0b7d21"

    private static func connect(_ userName: String, _ password: String, seconds: UInt16) -> MQTTPacket {
        .connect(
            MQTTConnect(
                clientID: "MyDevice",
                cleanSession: false,
                keepAliveSeconds: seconds,
                credentials: .password(userName: userName, Secret(text: password))
            )
        )
    }

    private static func publish(_ topic: String, _ payload: String, _ delivery: MQTTPublish.Delivery) -> MQTTPacket {
        .publish(
            MQTTPublish(
                topic: MQTTTopicName(stringLiteral: topic),
                payload: ByteBuffer(string: payload),
                delivery: delivery
            )
        )
    }

    /// The C device SDK with streams only: keep-alive 240 s, both stream filters in one SUBSCRIBE.
    static let deviceOfC: MQTTRecording = {
        let userName =
            "hub.streams.test/MyDevice/?api-version=2020-09-30"
            + "&DeviceClientType=iothubclient%2f1.9.0%20(native%3b%20Linux%3b%20x86_64)"
        let password =
            "SharedAccessSignature sr=hub.streams.test/devices/MyDevice"
            + "&sig=cGxhY2Vob2xkZXIgb2YgMzIgYnl0ZXMgaW4gYmFzZTY%3d&se=1795000000&skn="
        let answer = "$iothub/streams/res/200/?$rid=\(requestID)"
        return MQTTRecording(
            "C device",
            .server(),
            [
                (
                    MQTTWire.packet(
                        0x10,
                        length: 0x91,
                        0x02,
                        body: [0, 4],
                        MQTTWire.text("MQTT"),
                        [4, 0xC0, 0, 240],
                        MQTTWire.field("MyDevice"),
                        MQTTWire.field(userName),
                        MQTTWire.field(password)
                    ),
                    connect(userName, password, seconds: 240)
                ),
                (
                    MQTTWire.packet(
                        0x82,
                        length: 0x33,
                        body: [0, 2],
                        MQTTWire.field("$iothub/streams/POST/#"),
                        [0],
                        MQTTWire.field("$iothub/streams/res/#"),
                        [0]
                    ),
                    .subscribe(
                        2,
                        [
                            MQTTSubscription(filter: "$iothub/streams/POST/#", qos: .atMostOnce),
                            MQTTSubscription(filter: "$iothub/streams/res/#", qos: .atMostOnce),
                        ]
                    )
                ),
                ([0xC0, 0], .pingRequest),
                (
                    MQTTWire.packet(0x30, length: 0x44, body: MQTTWire.field(answer)),
                    publish(answer, "", .atMostOnce)
                ),
                ([0xE0, 0], .disconnect),
            ]
        )
    }()

    /// The Python device SDK: keep-alive 60 s, QoS 1 filters, a twin and telemetry, once repeated.
    static let deviceOfPython: MQTTRecording = {
        let userName =
            "hub.streams.test/MyDevice/?api-version=2019-10-01"
            + "&DeviceClientType=azure-iot-device%2F2.14.0%28Python3.11%3BLinux%29"
        let password =
            "SharedAccessSignature sr=hub.streams.test%2Fdevices%2FMyDevice"
            + "&sig=cGxhY2Vob2xkZXIgb2YgMzIgYnl0ZXMgaW4gYmFzZTY%3D&se=1795000000"
        let twin = "$iothub/twin/GET/?$rid=\(requestID)"
        let telemetry = "devices/MyDevice/messages/events/"
        return MQTTRecording(
            "Python device",
            .server(),
            [
                (
                    MQTTWire.packet(
                        0x10,
                        length: 0x8B,
                        0x02,
                        body: [0, 4],
                        MQTTWire.text("MQTT"),
                        [4, 0xC0, 0, 60],
                        MQTTWire.field("MyDevice"),
                        MQTTWire.field(userName),
                        MQTTWire.field(password)
                    ),
                    connect(userName, password, seconds: 60)
                ),
                (
                    MQTTWire.packet(
                        0x82,
                        length: 0x1B,
                        body: [0, 1],
                        MQTTWire.field("$iothub/methods/POST/#"),
                        [1]
                    ),
                    .subscribe(1, [MQTTSubscription(filter: "$iothub/methods/POST/#", qos: .atLeastOnce)])
                ),
                (
                    MQTTWire.packet(
                        0x82,
                        length: 0x17,
                        body: [0, 2],
                        MQTTWire.field("$iothub/twin/res/#"),
                        [1]
                    ),
                    .subscribe(2, [MQTTSubscription(filter: "$iothub/twin/res/#", qos: .atLeastOnce)])
                ),
                (
                    MQTTWire.packet(0x32, length: 0x40, body: MQTTWire.field(twin), [0, 3], MQTTWire.text(" ")),
                    publish(twin, " ", .atLeastOnce(3, isRepeated: false))
                ),
                ([0x40, 2, 0, 1], .publishAck(1)),
                (
                    MQTTWire.packet(
                        0x3A,
                        length: 0x2D,
                        body: MQTTWire.field(telemetry),
                        [0, 4],
                        MQTTWire.text(#"{"t":21}"#)
                    ),
                    publish(telemetry, #"{"t":21}"#, .atLeastOnce(4, isRepeated: true))
                ),
                (
                    MQTTWire.packet(0xA2, length: 0x1A, body: [0, 5], MQTTWire.field("$iothub/methods/POST/#")),
                    .unsubscribe(5, ["$iothub/methods/POST/#"])
                ),
                ([0xE0, 0], .disconnect),
            ]
        )
    }()

    /// What a hub answers to the two.
    static let hub: MQTTRecording = {
        let request =
            "$iothub/streams/POST/TestStream/?$rid=\(requestID)"
            + "&$url=wss%3A%2F%2Fhub.local-001.streams.test%3A443%2Fbridges%2F7&$auth=eyJ.eyJ.c2ln"
        let twin = "$iothub/twin/res/200/?$rid=\(requestID)"
        let document = #"{"desired":{"$version":1},"reported":{"$version":1}}"#
        return MQTTRecording(
            "hub",
            .client(),
            [
                ([0x20, 2, 1, 0], .connectAck(.accepted(sessionPresent: true))),
                ([0x90, 4, 0, 2, 0, 0], .subscribeAck(2, [.granted(.atMostOnce), .granted(.atMostOnce)])),
                ([0x90, 4, 0, 3, 1, 0x80], .subscribeAck(3, [.granted(.atLeastOnce), .failure])),
                (
                    MQTTWire.packet(0x30, length: 0x9F, 0x01, body: MQTTWire.field(request)),
                    publish(request, "", .atMostOnce)
                ),
                ([0xD0, 0], .pingResponse),
                (
                    MQTTWire.packet(0x32, length: 0x77, body: MQTTWire.field(twin), [0, 1], MQTTWire.text(document)),
                    publish(twin, document, .atLeastOnce(1, isRepeated: false))
                ),
                ([0x40, 2, 0, 4], .publishAck(4)),
                ([0xB0, 2, 0, 5], .unsubscribeAck(5)),
            ]
        )
    }()
}
