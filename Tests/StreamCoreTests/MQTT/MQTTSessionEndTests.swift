import HubModel
import NIOCore
import Testing

@testable import StreamCore

/// Silence, expiry, wills and the other ends of a session.
struct MQTTSessionEndTests {
    private typealias Fixture = MQTTSessionFixture
    private static let will = MQTTConnect.Will(topic: "w", payload: ByteBuffer(string: "gone"), qos: .exactlyOnce)

    private func connect(keepAlive: UInt16 = 60, will: MQTTConnect.Will? = nil) -> MQTTConnect {
        var connect = Fixture.connect
        connect.keepAliveSeconds = keepAlive
        connect.will = will
        return connect
    }

    @Test(arguments: [(1, 1500), (60, 90_000), (240, 360_000), (300, 450_000)] as [(UInt16, Int64)])
    func `a client that is silent for 1.5 times its keep-alive is gone`(_ keepAlive: UInt16, _ milliseconds: Int64) {
        var session = Fixture.connected(connect(keepAlive: keepAlive))
        let end = Timestamp(milliseconds: milliseconds)
        #expect(session.expired(now: Timestamp(milliseconds: milliseconds - 1)) == [.wake(at: end)])
        #expect(session.expired(now: end) == [.close(.silent)])
    }

    @Test func `every packet begins the silence again`() {
        var session = Fixture.connected()
        #expect(session.received(.pingRequest, now: Fixture.at(80)) == [.send(.pingResponse)])
        // The wake comes for what was due before.
        #expect(session.expired(now: Fixture.at(90)) == [.wake(at: Fixture.at(170))])
        #expect(session.received(.publishAck(1), now: Fixture.at(169)) == [])
        #expect(session.expired(now: Fixture.at(170)) == [.wake(at: Fixture.at(259))])
        #expect(session.expired(now: Fixture.at(259)) == [.close(.silent)])
    }

    @Test func `what the hub sends does not end the silence`() {
        var session = Fixture.connected()
        _ = session.received(Fixture.subscribe("a"), now: Fixture.at(0))
        _ = session.publish(topic: "a", payload: ByteBuffer(), qos: .atMostOnce)
        #expect(session.expired(now: Fixture.at(90)) == [.close(.silent)])
    }

    @Test(arguments: [0, 1201, 65_535] as [UInt16])
    func `no keep-alive is longer than the server bears`(_ keepAlive: UInt16) {
        var session = Fixture.connected(connect(keepAlive: keepAlive))
        #expect(session.expired(now: Fixture.at(1799)) == [.wake(at: Fixture.at(1800))])
        #expect(session.expired(now: Fixture.at(1800)) == [.close(.silent)])
    }

    @Test func `a connection ends with its credential however busy it is`() {
        var session = Fixture().session
        _ = session.received(.connect(Fixture.connect), now: Fixture.at(0))
        #expect(
            session.authenticated(until: Fixture.at(100), now: Fixture.at(0)).last == .wake(at: Fixture.at(90))
        )
        _ = session.received(.pingRequest, now: Fixture.at(50))
        #expect(session.expired(now: Fixture.at(90)) == [.wake(at: Fixture.at(100))])
        _ = session.received(.pingRequest, now: Fixture.at(99))
        #expect(session.expired(now: Fixture.at(100)) == [.close(.credentialExpired)])
    }

    @Test func `a will is delivered when the client vanishes in any way, once`() {
        let expected = MQTTSessionAction.deliverWill(Self.will)
        let connect = connect(will: Self.will)
        var lost = Fixture.connected(connect)
        #expect(lost.closed() == [expected])
        #expect(lost.closed() == [])
        var silent = Fixture.connected(connect)
        #expect(silent.expired(now: Fixture.at(90)) == [expected, .close(.silent)])
        #expect(silent.closed() == [])
        var wrong = Fixture.connected(connect)
        #expect(wrong.failed(.malformedLength) == [expected, .close(.malformed(.malformedLength))])
        var taken = Fixture.connected(connect)
        #expect(taken.ended(.takenOver) == [expected, .close(.takenOver)])
    }

    @Test func `a will is forgotten with DISCONNECT and with a refusal`() {
        var leaving = Fixture.connected(connect(will: Self.will))
        #expect(leaving.received(.disconnect, now: Fixture.at(1)) == [.close(.disconnected)])
        #expect(leaving.closed() == [])
        var refused = Fixture().session
        _ = refused.received(.connect(connect(will: Self.will)), now: Fixture.at(0))
        #expect(refused.refused(.notAuthorized).count == 2)
        #expect(refused.closed() == [])
    }

    @Test func `the hub can end a session in every state, and once`() {
        var waiting = Fixture().session
        #expect(waiting.ended(.shuttingDown) == [.close(.shuttingDown)])
        #expect(waiting.ended(.shuttingDown) == [])
        var judging = Fixture().session
        _ = judging.received(.connect(Fixture.connect), now: Fixture.at(0))
        #expect(judging.ended(.shuttingDown) == [.close(.shuttingDown)])
        #expect(judging.authenticated(until: nil, now: Fixture.at(1)) == [])
        var connected = Fixture.connected()
        #expect(connected.ended(.revoked) == [.close(.revoked)])
    }

    @Test func `nothing has an effect after the end`() {
        var session = Fixture.connected()
        _ = session.received(Fixture.subscribe("a"), now: Fixture.at(0))
        _ = session.received(.disconnect, now: Fixture.at(0))
        #expect(session.received(.pingRequest, now: Fixture.at(1)) == [])
        #expect(session.failed(.malformedLength) == [])
        #expect(session.expired(now: Fixture.at(10_000)) == [])
        #expect(session.started() == [])
        #expect(session.publish(topic: "a", payload: ByteBuffer(), qos: .atMostOnce) == .notConnected)
        #expect(!session.isSubscribed(to: "a"))
        #expect(!session.wantsPackets)
        #expect(session.subscriptions.map(\.filter) == ["a"])
    }
}
