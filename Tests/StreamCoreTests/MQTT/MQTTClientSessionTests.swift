import HubModel
import NIOCore
import Testing

@testable import StreamCore

@Suite struct MQTTClientSessionTests {
    private let start = Timestamp(seconds: 1_795_000_000)
    private let connect = MQTTConnect(
        clientID: "press-07",
        cleanSession: false,
        keepAliveSeconds: 120,
        credentials: .userName("hub.example.com/press-07")
    )

    private static let pattern = "a/#"

    private func topic(_ text: String) throws -> MQTTTopicName { try #require(MQTTTopicName(text)) }

    private func at(_ seconds: Int64) -> Timestamp { start + .seconds(seconds) }

    private func connected() -> MQTTClientSession {
        var session = MQTTClientSession(connect)
        _ = session.opened(now: start)
        _ = session.received(.connectAck(.accepted(sessionPresent: true)), now: start)
        return session
    }

    private func filter() throws -> MQTTSubscription {
        MQTTSubscription(filter: try #require(MQTTTopicFilter(Self.pattern)), qos: .atMostOnce)
    }

    @Test func `it introduces itself and waits 30 s for the answer`() {
        var session = MQTTClientSession(connect)
        #expect(session.opened(now: start) == [.send(.connect(connect)), .wake(at: at(30))])
        #expect(session.expired(now: at(29)) == [.wake(at: at(30))])
        #expect(session.expired(now: at(30)) == [.close(.noAnswer)])
        #expect(session.received(.connectAck(.accepted(sessionPresent: false)), now: at(31)) == [])
    }

    @Test(arguments: MQTTRefusal.allCases)
    func `a refusal ends it`(_ refusal: MQTTRefusal) {
        var session = MQTTClientSession(connect)
        _ = session.opened(now: start)
        #expect(session.received(.connectAck(.refused(refusal)), now: start) == [.close(.refused(refusal))])
    }

    @Test func `it pings after three quarters of the keep-alive, and gives up a server that does not answer`() {
        var session = connected()
        #expect(session.expired(now: at(89)) == [.wake(at: at(90))])
        #expect(session.expired(now: at(90)) == [.send(.pingRequest), .wake(at: at(120))])
        #expect(session.expired(now: at(119)) == [.wake(at: at(120))])
        var answered = session
        #expect(answered.received(.pingResponse, now: at(91)) == [.wake(at: at(180))])
        #expect(session.expired(now: at(120)) == [.close(.noAnswer)])
    }

    @Test func `a subscription is answered, with one result for each filter`() throws {
        var session = connected()
        let (id, actions) = try session.subscribe([try filter()], now: start)
        #expect(actions == [.send(.subscribe(id, [try filter()])), .wake(at: at(30))])
        let results = [MQTTSubscribeResult.granted(.atMostOnce)]
        var wrong = session
        #expect(
            wrong.received(.subscribeAck(id, results + results), now: start) == [
                .close(.unexpectedPacket(.subscribeAck))
            ]
        )
        #expect(
            session.received(.subscribeAck(id, results), now: start) == [.subscribed(id, results), .wake(at: at(90))]
        )
    }

    @Test func `publishes are delivered, and acknowledged where they ask for it`() throws {
        var session = connected()
        let topic = try topic("a/b")
        let plain = MQTTPublish(topic: topic, payload: ByteBuffer())
        #expect(session.received(.publish(plain), now: start) == [.deliver(plain)])
        let id = MQTTPacketID.first.next
        let asked = MQTTPublish(topic: topic, payload: ByteBuffer(), delivery: .atLeastOnce(id, isRepeated: false))
        #expect(session.received(.publish(asked), now: start) == [.deliver(asked), .send(.publishAck(id))])
    }

    @Test func `an acknowledged publish that nobody acknowledges ends it`() throws {
        var session = connected()
        let topic = try topic("a/b")
        let actions = try session.publish(topic, isAcknowledged: true, now: at(1))
        #expect(actions.last == .wake(at: at(31)))
        var done = session
        #expect(done.received(.publishAck(.first), now: at(2)) == [.wake(at: at(91))])
        #expect(session.expired(now: at(31)) == [.close(.noAnswer)])
    }

    @Test func `before CONNACK and after the end nothing can be asked`() throws {
        let topic = try topic("a/b")
        var early = MQTTClientSession(connect)
        #expect(throws: MQTTClientProblem.notConnected) { try early.publish(topic, now: start) }
        var late = connected()
        #expect(late.disconnect() == [.send(.disconnect), .close(.disconnected)])
        #expect(throws: MQTTClientProblem.notConnected) { try late.publish(topic, now: start) }
        #expect(late.expired(now: at(999)) == [])
    }

    @Test func `answers that are outstanding have a bound`() throws {
        var session = connected()
        let topic = try topic("a/b")
        for _ in 0..<20 { _ = try session.publish(topic, isAcknowledged: true, now: start) }
        #expect(throws: MQTTClientProblem.tooManyInFlight) {
            try session.publish(topic, isAcknowledged: true, now: start)
        }
    }

    @Test(arguments: [MQTTPacket.pingRequest, .disconnect, .connectAck(.accepted(sessionPresent: true))])
    func `what no server sends ends it`(_ packet: MQTTPacket) {
        var session = connected()
        #expect(session.received(packet, now: start) == [.close(.unexpectedPacket(packet.kind))])
    }

    /// Client and server over their codecs, one byte at a time.
    @Test func `it speaks with our server`() throws {
        var client = MQTTClientSession(connect)
        var server = MQTTServerSession(deadline: at(10))
        var toServer = ByteBuffer()
        var toClient = ByteBuffer()
        var serverDecoder = MQTTDecoder.server()
        var clientDecoder = MQTTDecoder.client()
        var subscribed = false
        var delivered: [String] = []
        func clientDid(_ actions: [MQTTClientSession.Action]) throws {
            for action in actions {
                switch action {
                case .send(let packet): try MQTTEncoder.write(packet, into: &toServer)
                case .connected: try clientDid(try client.subscribe([try filter()], now: start).actions)
                case .subscribed: subscribed = true
                case .deliver(let publish): delivered.append(publish.topic.text)
                case .wake: break
                case .close(let end): Issue.record("ended: \(end)")
                }
            }
        }
        func serverDid(_ actions: [MQTTSessionAction]) throws {
            for action in actions {
                switch action {
                case .send(let packet): try MQTTEncoder.write(packet, into: &toClient)
                case .authenticate: try serverDid(server.authenticated(until: nil, now: start))
                case .deliver, .deliverWill, .wake: break
                case .close(let reason): Issue.record("closed: \(reason)")
                }
            }
        }
        func exchange() throws {
            while toServer.readableBytes + toClient.readableBytes > 0 {
                var arrived = ByteBuffer()
                while var byte = toServer.readSlice(length: 1) {
                    arrived.writeBuffer(&byte)
                    while let packet = try serverDecoder.next(from: &arrived) {
                        try serverDid(server.received(packet, now: start))
                    }
                }
                arrived = ByteBuffer()
                while var byte = toClient.readSlice(length: 1) {
                    arrived.writeBuffer(&byte)
                    while let packet = try clientDecoder.next(from: &arrived) {
                        try clientDid(client.received(packet, now: start))
                    }
                }
            }
        }
        try clientDid(client.opened(now: start))
        try exchange()
        #expect(subscribed)
        let topic = try topic("a/request")
        guard case .send(let packet) = server.publish(topic: topic, payload: ByteBuffer(), qos: .atMostOnce) else {
            Issue.record("not sent")
            return
        }
        try MQTTEncoder.write(packet, into: &toClient)
        try clientDid(client.expired(now: at(90)))
        try exchange()
        #expect(delivered == ["a/request"])
        #expect(client.expired(now: at(95)) == [.wake(at: at(180))])
    }
}
