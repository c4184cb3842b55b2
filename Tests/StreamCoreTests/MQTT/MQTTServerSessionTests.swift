import HubModel
import NIOCore
import Testing

@testable import StreamCore

/// A session at the second 0, whose deadline is the second 10.
struct MQTTSessionFixture {
    var session: MQTTServerSession

    init(_ limits: MQTTLimits = MQTTLimits()) {
        session = MQTTServerSession(limits: limits, deadline: Self.at(10))
    }

    static func at(_ seconds: Int64) -> Timestamp { Timestamp(seconds: seconds) }

    static let connect = MQTTConnect(
        clientID: "d",
        cleanSession: false,
        keepAliveSeconds: 60,
        will: nil,
        credentials: .userName("hub/d/?api-version=2020-09-30")
    )

    /// Connected at the second 0.
    static func connected(
        _ connect: MQTTConnect = connect,
        limits: MQTTLimits = MQTTLimits(),
        until expiry: Timestamp? = nil,
        restoring restored: [MQTTSubscription] = []
    ) -> MQTTServerSession {
        var session = MQTTServerSession(limits: limits, deadline: at(10))
        _ = session.received(.connect(connect), now: at(0))
        _ = session.authenticated(until: expiry, restoring: restored, now: at(0))
        return session
    }

    static func subscribe(_ filters: MQTTTopicFilter..., qos: MQTTQoS = .atMostOnce) -> MQTTPacket {
        .subscribe(1, filters.map { MQTTSubscription(filter: $0, qos: qos) })
    }
}

/// From the accepted connection to the answer of the hub.
struct MQTTLoginTests {
    private typealias Fixture = MQTTSessionFixture

    @Test func `a session starts with its deadline and ends at it without CONNECT`() {
        var session = Fixture().session
        #expect(session.started() == [.wake(at: Fixture.at(10))])
        #expect(session.expired(now: Fixture.at(9)) == [.wake(at: Fixture.at(10))])
        #expect(session.expired(now: Fixture.at(10)) == [.close(.connectTimedOut)])
        #expect(session.received(.connect(Fixture.connect), now: Fixture.at(10)) == [])
    }

    @Test func `CONNECT is judged before anything else is read`() {
        var session = Fixture().session
        #expect(session.wantsPackets)
        let login = MQTTLogin(
            clientID: "d",
            credentials: .userName("hub/d/?api-version=2020-09-30"),
            cleanSession: false,
            keepAlive: .seconds(60)
        )
        #expect(session.received(.connect(Fixture.connect), now: Fixture.at(1)) == [.authenticate(login)])
        #expect(!session.wantsPackets)
        #expect(session.publish(topic: "a", payload: ByteBuffer(), qos: .atMostOnce) == .notConnected)
        #expect(
            session.authenticated(until: nil, now: Fixture.at(2)) == [
                .send(.connectAck(.accepted(sessionPresent: true))), .wake(at: Fixture.at(92)),
            ]
        )
        #expect(session.wantsPackets)
    }

    @Test func `a packet in the middle of the judgement ends the connection`() {
        var session = Fixture().session
        _ = session.received(.connect(Fixture.connect), now: Fixture.at(1))
        #expect(session.received(.pingRequest, now: Fixture.at(1)) == [.close(.unexpectedPacket(.pingRequest))])
    }

    @Test(arguments: MQTTRefusal.allCases)
    func `a refusal is sent and ends the connection`(_ refusal: MQTTRefusal) {
        var session = Fixture().session
        _ = session.received(.connect(Fixture.connect), now: Fixture.at(1))
        #expect(session.refused(refusal) == [.send(.connectAck(.refused(refusal))), .close(.refused(refusal))])
        #expect(session.authenticated(until: nil, now: Fixture.at(2)) == [])
    }

    @Test func `a judgement that takes too long ends with a code on which the SDKs try again`() {
        var session = Fixture().session
        _ = session.received(.connect(Fixture.connect), now: Fixture.at(9))
        #expect(session.expired(now: Fixture.at(9)) == [.wake(at: Fixture.at(10))])
        #expect(
            session.expired(now: Fixture.at(10)) == [
                .send(.connectAck(.refused(.serverUnavailable))), .close(.authenticationTimedOut),
            ]
        )
        #expect(session.authenticated(until: nil, now: Fixture.at(11)) == [])
        #expect(session.refused(.notAuthorized) == [])
    }

    @Test func `a judgement after the connection is gone has no effect`() {
        var session = Fixture().session
        _ = session.received(.connect(Fixture.connect), now: Fixture.at(1))
        #expect(session.closed() == [])
        #expect(session.authenticated(until: nil, now: Fixture.at(2)) == [])
        #expect(session.publish(topic: "a", payload: ByteBuffer(), qos: .atMostOnce) == .notConnected)
    }

    @Test(arguments: [true, false])
    func `a session is present for a client without clean session`(_ clean: Bool) {
        var connect = Fixture.connect
        connect.cleanSession = clean
        var session = Fixture().session
        _ = session.received(.connect(connect), now: Fixture.at(0))
        let kept = [MQTTSubscription(filter: "a/#", qos: .atLeastOnce)]
        let actions = session.authenticated(until: nil, restoring: kept, now: Fixture.at(0))
        #expect(actions.first == .send(.connectAck(.accepted(sessionPresent: !clean))))
        #expect(session.subscriptions == (clean ? [] : kept))
        #expect(session.isSubscribed(to: "a/b") == !clean)
    }

    @Test func `an empty client id needs a clean session`() {
        var connect = Fixture.connect
        connect.clientID = ""
        var session = Fixture().session
        #expect(
            session.received(.connect(connect), now: Fixture.at(0)) == [
                .send(.connectAck(.refused(.identifierRejected))), .close(.refused(.identifierRejected)),
            ]
        )
        connect.cleanSession = true
        var second = Fixture().session
        let actions = second.received(.connect(connect), now: Fixture.at(0))
        guard case .authenticate(let login) = actions.first else {
            Issue.record("\(actions)")
            return
        }
        #expect(login.clientID.isEmpty && login.cleanSession)
    }

    @Test func `another version of MQTT is told so, other bytes only end the connection`() {
        var session = Fixture().session
        #expect(
            session.failed(.unsupportedProtocolLevel(5)) == [
                .send(.connectAck(.refused(.unacceptableProtocolVersion))),
                .close(.refused(.unacceptableProtocolVersion)),
            ]
        )
        var second = Fixture().session
        #expect(second.failed(.invalidProtocolName) == [.close(.malformed(.invalidProtocolName))])
        // In the place of a second CONNECT no CONNACK is due.
        var third = Fixture.connected()
        let error = MQTTDecodeError.unsupportedProtocolLevel(5)
        #expect(third.failed(error) == [.close(.malformed(error))])
    }

    @Test func `anything but CONNECT first ends the connection`() {
        var session = Fixture().session
        #expect(session.received(.disconnect, now: Fixture.at(0)) == [.close(.unexpectedPacket(.disconnect))])
    }
}
