import HubModel
import NIOCore
import Testing

@testable import StreamCore

/// What a connected client may do, and what it gets.
struct MQTTConnectedTests {
    private typealias Fixture = MQTTSessionFixture
    private let now = MQTTSessionFixture.at(1)
    private let payload = ByteBuffer(string: "p")

    private func publish(_ delivery: MQTTPublish.Delivery) -> MQTTPublish {
        MQTTPublish(topic: "devices/d/messages/events/", payload: payload, delivery: delivery)
    }

    @Test func `a publish is delivered, and acknowledged with QoS 1`() {
        var session = Fixture.connected()
        let first = publish(.atMostOnce)
        let second = publish(.atLeastOnce(9, isRepeated: true))
        #expect(session.received(.publish(first), now: now) == [.deliver(first)])
        #expect(session.received(.publish(second), now: now) == [.deliver(second), .send(.publishAck(9))])
    }

    @Test func `a publish with QoS 2 ends the connection undelivered`() {
        var session = Fixture.connected()
        let packet = MQTTPacket.publish(publish(.exactlyOnce(9, isRepeated: false)))
        #expect(session.received(packet, now: now) == [.close(.exactlyOnceUnsupported)])
    }

    @Test(
        arguments: [
            .connect(MQTTSessionFixture.connect), .publishReceived(1), .publishRelease(1), .publishComplete(1),
            .connectAck(.accepted(sessionPresent: false)), .subscribeAck(1, [.failure]), .unsubscribeAck(1),
            .pingResponse,
        ] as [MQTTPacket]
    )
    func `a packet out of place ends the connection`(_ packet: MQTTPacket) {
        var session = Fixture.connected()
        #expect(session.received(packet, now: now) == [.close(.unexpectedPacket(packet.kind))])
        #expect(session.received(.pingRequest, now: now) == [])
    }

    @Test func `PINGREQ is answered, an unknown PUBACK is not`() {
        var session = Fixture.connected()
        #expect(session.received(.pingRequest, now: now) == [.send(.pingResponse)])
        #expect(session.received(.publishAck(77), now: now) == [])
    }

    @Test func `a subscription is granted with QoS 1 at most`() {
        var session = Fixture.connected()
        let asked = MQTTQoS.allCases.map { MQTTSubscription(filter: MQTTTopicFilter(stringLiteral: "q\($0)"), qos: $0) }
        #expect(
            session.received(.subscribe(4, asked), now: now) == [
                .send(
                    .subscribeAck(4, [.granted(.atMostOnce), .granted(.atLeastOnce), .granted(.atLeastOnce)])
                )
            ]
        )
    }

    @Test func `a filter that the identity may not have fails, and the others are granted`() throws {
        var session = Fixture().session
        _ = session.received(.connect(Fixture.connect), now: Fixture.at(0))
        let identity = DeviceIdentity(try DeviceID("d"))
        _ = session.authenticated(as: identity, until: nil, now: Fixture.at(0))
        let asked = Fixture.subscribe("devices/e/messages/devicebound/#", "#", "$iothub/streams/POST/#")
        #expect(
            session.received(asked, now: now)
                == [.send(.subscribeAck(1, [.failure, .failure, .granted(.atMostOnce)]))]
        )
        #expect(session.subscriptions.map(\.filter) == ["$iothub/streams/POST/#"])
    }

    @Test func `a repeated SUBSCRIBE changes nothing but the QoS`() {
        var limits = MQTTLimits()
        limits.maximumSubscriptions = 1
        var session = Fixture.connected(limits: limits)
        for qos in [MQTTQoS.atMostOnce, .atMostOnce, .atLeastOnce] {
            #expect(
                session.received(Fixture.subscribe("$iothub/streams/POST/#", qos: qos), now: now)
                    == [.send(.subscribeAck(1, [.granted(qos)]))]
            )
            #expect(session.subscriptions == [MQTTSubscription(filter: "$iothub/streams/POST/#", qos: qos)])
        }
    }

    @Test func `a subscription above the limits fails and the others of the packet do not`() throws {
        var limits = MQTTLimits()
        limits.maximumSubscriptions = 2
        limits.maximumFilterBytes = 3
        var session = Fixture.connected(limits: limits)
        #expect(
            session.received(Fixture.subscribe("a", "long", "b/c", "d"), now: now)
                == [.send(.subscribeAck(1, [.granted(.atMostOnce), .failure, .granted(.atMostOnce), .failure]))]
        )
        #expect(session.subscriptions.map(\.filter) == ["a", "b/c"])
        // Room again.
        #expect(session.received(.unsubscribe(2, ["a", "never"]), now: now) == [.send(.unsubscribeAck(2))])
        #expect(
            session.received(Fixture.subscribe("d"), now: now) == [.send(.subscribeAck(1, [.granted(.atMostOnce)]))]
        )
        #expect(session.subscriptions.map(\.filter) == ["b/c", "d"])
    }

    @Test func `no more subscriptions are restored than may be held`() {
        var limits = MQTTLimits()
        limits.maximumSubscriptions = 1
        let kept = [
            MQTTSubscription(filter: "a", qos: .atMostOnce), MQTTSubscription(filter: "b", qos: .atMostOnce),
        ]
        #expect(Fixture.connected(limits: limits, restoring: kept).subscriptions == [kept[0]])
    }

    @Test func `a publish goes out only when a filter matches`() {
        var session = Fixture.connected()
        let topic: MQTTTopicName = "$iothub/streams/POST/s/?$rid=1"
        #expect(session.publish(topic: topic, payload: payload, qos: .atMostOnce) == .notSubscribed)
        _ = session.received(Fixture.subscribe("#"), now: now)
        #expect(session.publish(topic: topic, payload: payload, qos: .atMostOnce) == .notSubscribed)
        _ = session.received(Fixture.subscribe("$iothub/streams/POST/#"), now: now)
        #expect(session.isSubscribed(to: topic))
        #expect(
            session.publish(topic: topic, payload: payload, qos: .atMostOnce)
                == .send(.publish(MQTTPublish(topic: topic, payload: payload)))
        )
        _ = session.received(.unsubscribe(2, ["$iothub/streams/POST/#"]), now: now)
        #expect(session.publish(topic: topic, payload: payload, qos: .atMostOnce) == .notSubscribed)
    }

    @Test func `a publish has the lower of both QoS, and of several filters the highest`() {
        var session = Fixture.connected()
        func sent(_ qos: MQTTQoS) -> MQTTQoS? {
            guard case .send(.publish(let publish)) = session.publish(topic: "a/b", payload: payload, qos: qos) else {
                return nil
            }
            return publish.qos
        }
        _ = session.received(Fixture.subscribe("a/#", qos: .atMostOnce), now: now)
        #expect(sent(.atLeastOnce) == .atMostOnce)
        _ = session.received(Fixture.subscribe("a/+", qos: .atLeastOnce), now: now)
        #expect(sent(.atLeastOnce) == .atLeastOnce)
        #expect(sent(.atMostOnce) == .atMostOnce)
        #expect(sent(.exactlyOnce) == .atLeastOnce)
    }

    @Test func `publishes in flight are bounded and each acknowledgement makes room`() {
        var limits = MQTTLimits()
        limits.maximumInFlight = 2
        var session = Fixture.connected(limits: limits)
        _ = session.received(Fixture.subscribe("a", qos: .atLeastOnce), now: now)
        func sentID() -> MQTTPacketID? {
            guard case .send(.publish(let publish)) = session.publish(topic: "a", payload: payload, qos: .atLeastOnce),
                case .atLeastOnce(let id, isRepeated: false) = publish.delivery
            else { return nil }
            return id
        }
        #expect(sentID() == 1)
        #expect(sentID() == 2)
        #expect(session.publish(topic: "a", payload: payload, qos: .atLeastOnce) == .tooManyInFlight)
        // QoS 0 waits for nothing.
        #expect(
            session.publish(topic: "a", payload: payload, qos: .atMostOnce)
                == .send(.publish(MQTTPublish(topic: "a", payload: payload)))
        )
        _ = session.received(.publishAck(2), now: now)
        #expect(sentID() == 3)
        #expect(session.publish(topic: "a", payload: payload, qos: .atLeastOnce) == .tooManyInFlight)
    }

    @Test func `an id in flight is not taken again when the ids come round`() {
        var session = Fixture.connected()
        _ = session.received(Fixture.subscribe("a", qos: .atLeastOnce), now: now)
        var ids: [UInt16] = []
        for _ in 0..<65_536 {
            guard case .send(.publish(let publish)) = session.publish(topic: "a", payload: payload, qos: .atLeastOnce),
                case .atLeastOnce(let id, _) = publish.delivery
            else { break }
            ids.append(id.rawValue)
            // The first stays in flight for ever.
            if id != 1 { _ = session.received(.publishAck(id), now: now) }
        }
        #expect(ids == Array(1...65_535) + [2])
    }

    @Test func `a publish above the packet limit is not sent`() {
        var limits = MQTTLimits()
        limits.maximumPacketBytes = 20
        var session = Fixture.connected(limits: limits)
        _ = session.received(Fixture.subscribe("a"), now: now)
        let fitting = ByteBuffer(repeating: 0, count: 15)
        #expect(
            session.publish(topic: "a", payload: fitting, qos: .atMostOnce)
                == .send(.publish(MQTTPublish(topic: "a", payload: fitting)))
        )
        let tooLong = ByteBuffer(repeating: 0, count: 16)
        #expect(session.publish(topic: "a", payload: tooLong, qos: .atMostOnce) == .tooLarge)
    }
}
