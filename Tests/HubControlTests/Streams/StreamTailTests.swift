import HubControl
import HubModel
import StreamCore
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct StreamTailTests {
    private let fixture: ControlFixture
    private let wire = WiredDevice()
    private let connection: DeviceConnection

    init() async throws {
        fixture = try await ControlFixture()
        connection = try await fixture.connected("d", wire)
    }

    private func tail(_ caller: Caller? = nil) throws -> StreamTail {
        try fixture.control.streams.tail(caller ?? fixture.owner, fixture.hub)
    }

    /// A stream that the device accepted.
    private func accepted() async throws -> StreamKey {
        let (streams, owner, hub) = (fixture.control.streams, fixture.owner, fixture.hub)
        async let opened = streams.open(
            owner,
            hub,
            DeviceID("d"),
            StreamCreation(),
            address: "192.0.2.1",
            trackingID: "t"
        )
        let request = await wire.request()
        let answer = StreamAnswerTopic(stream: request.stream, answer: .accepted(service: nil))
        fixture.control.connections.answered(answer, by: connection.id)
        return StreamKey(hub: hub, stream: try await opened.streamId)
    }

    private func join(_ key: StreamKey) {
        for side in [StreamSide.service, .device] { fixture.control.broker.reported(GatewayReport(key, .joined(side))) }
    }

    private func end(_ key: StreamKey) {
        let traffic = StreamTraffic(fromDevice: 7, fromService: 5)
        let ending = StreamEnding(side: .device, cause: .closed(1000), traffic: traffic)
        fixture.control.broker.reported(GatewayReport(key, .ended(ending)))
    }

    @Test func `what changes is told once, and what only grows older is not`() async throws {
        let tail = try tail()
        #expect(try await tail.next(patience: .zero) == [])
        let key = try await accepted()
        #expect(try await tail.next(patience: .seconds(30))?.map(\.state) == [.accepted])
        fixture.clock.advance(by: .seconds(3))
        #expect(try await tail.next(patience: .zero) == [])
        join(key)
        #expect(try await tail.next(patience: .seconds(30))?.map(\.state) == [.established])
        end(key)
        let ended = try #require(try await tail.next(patience: .seconds(30)))
        #expect(ended.map(\.state) == [.ended] && ended.map(\.bytes.fromDevice) == [7])
        #expect(try await tail.next(patience: .zero) == [])
    }

    @Test func `when the present stage ends is told, until nothing is waited for`() async throws {
        let tail = try tail()
        let begin = fixture.clock.now
        fixture.clock.advance(by: .seconds(20))
        let key = try await accepted()
        let waiting = try #require(try await tail.next(patience: .seconds(30))?.first)
        #expect(waiting.stage == .serviceJoin || waiting.stage == .deviceJoin)
        // The handshake as a whole has a minute from the request.
        #expect(waiting.stageEndsAt == begin + .seconds(80))
        join(key)
        let established = try #require(try await tail.next(patience: .seconds(30))?.first)
        #expect(established.stage == nil && established.stageEndsAt == nil)
    }

    @Test func `a stream that began and ended between two looks is told, and whoever comes later hears of it`()
        async throws
    {
        let tail = try tail()
        #expect(try await tail.next(patience: .zero) == [])
        let key = try await accepted()
        join(key)
        end(key)
        #expect(try await tail.next(patience: .seconds(30))?.map(\.state) == [.ended])
        let later = try await self.tail().next(patience: .zero)
        #expect(later?.map(\.streamId) == [key.stream])
    }

    @Test func `a tail is a use of its session, and ends with it`() async throws {
        let sessions = fixture.control.sessions
        let id = try await sessions.signIn(Secret(text: fixture.token), at: fixture.hub, address: "192.0.2.1").text
        let tail = try await tail(sessions.caller(of: id))
        for _ in 1...3 {
            fixture.clock.advance(by: .seconds(1800))
            #expect(tail.isRunning)
        }
        #expect(try await sessions.caller(of: id).tokenID == fixture.owner.tokenID)
        async let end = tail.next(patience: .seconds(30))
        sessions.end(id)
        #expect(try await end == nil)
        #expect(!tail.isRunning)
    }

    @Test func `no use makes a session live longer than a working day`() async throws {
        let sessions = fixture.control.sessions
        let id = try await sessions.signIn(Secret(text: fixture.token), at: fixture.hub, address: "192.0.2.1").text
        let tail = try await tail(sessions.caller(of: id))
        for _ in 1..<24 {
            fixture.clock.advance(by: .seconds(1800))
            #expect(tail.isRunning)
        }
        fixture.clock.advance(by: .seconds(1800))
        #expect(!tail.isRunning)
    }

    @Test func `tails of streams and of the log share the limit of their token`() async throws {
        let logs = fixture.control.logs
        var tails: [StreamTail] = []
        for _ in 1...7 { tails.append(try tail()) }
        let log = try await logs.tail(fixture.owner, fixture.hub, LogFilter(), after: nil)
        let error = #expect(throws: HubError.self) { try tail() }
        #expect(error?.code == .throttling)
        tails.removeLast()
        _ = try tail()
        #expect(log.isRunning)
    }
}
