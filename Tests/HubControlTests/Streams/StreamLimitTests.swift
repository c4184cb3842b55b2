import HubControl
import HubModel
import StreamCore
import Synchronization
import TestSupport
import Testing

@Suite struct StreamLimitTests {
    /// A hub with limits and a device that accepts whatever it is asked.
    private struct Setup {
        let fixture: ControlFixture

        init(_ limits: HubLimitsPatch) async throws {
            fixture = try await ControlFixture()
            var patch = HubPatch()
            patch.properties = HubCreation.Properties(limits: limits)
            _ = try await fixture.control.hubs.update(fixture.owner, fixture.hub, patch, .none)
            try await fixture.make("d")
            try await connect("d")
        }

        private init(_ fixture: ControlFixture) async throws {
            self.fixture = fixture
            try await connect("d")
        }

        /// The same store under another control plane.
        func restarted() async throws -> Setup { try await Setup(fixture.restarted()) }

        func connect(_ device: String) async throws {
            let (connections, id) = (fixture.control.connections, Mailbox())
            let link = DeviceLink(
                deliver: { topic, done in
                    done(.written)
                    guard let id = id.value else { return }
                    connections.answered(
                        StreamAnswerTopic(stream: topic.stream, answer: .accepted(service: nil)),
                        by: id
                    )
                },
                publish: { _, done in done(.notListening) },
                end: { _ in }
            )
            id.put(try await connections.connect(fixture.login(device), link: link).id)
        }

        func open(_ device: String = "d", as caller: Caller? = nil) async throws(HubError) -> StreamKey {
            let grant = try await fixture.control.streams.open(
                caller ?? fixture.owner,
                fixture.hub,
                DeviceID(device),
                StreamCreation(),
                address: "::1",
                trackingID: "t"
            )
            return StreamKey(hub: fixture.hub, stream: grant.streamId)
        }

        func refusal(_ device: String = "d", as caller: Caller? = nil) async -> HubError? {
            do throws(HubError) {
                _ = try await open(device, as: caller)
                return nil
            } catch {
                return error
            }
        }

        func end(_ key: StreamKey) {
            fixture.control.broker.reported(GatewayReport(key, .joined(.device)))
            fixture.control.broker.reported(GatewayReport(key, .joined(.service)))
            fixture.control.broker.reported(
                GatewayReport(key, .ended(StreamEnding(side: .device, cause: .disconnected, traffic: StreamTraffic())))
            )
        }
    }

    private final class Mailbox: Sendable {
        private let content = Mutex<DeviceConnectionID?>(nil)
        var value: DeviceConnectionID? { content.withLock { $0 } }
        func put(_ id: DeviceConnectionID) { content.withLock { $0 = id } }
    }

    @Test func `as many streams live at once as the hub's limit says`() async throws {
        var limits = HubLimitsPatch()
        limits.concurrentStreams = .set(2)
        let setup = try await Setup(limits)
        let first = try await setup.open()
        _ = try await setup.open()
        let error = await setup.refusal()
        #expect(error?.code == .streamLimitReached)
        #expect(error?.message.contains("'concurrentStreams' of the hub 'hub' is 2") == true)
        setup.end(first)
        _ = try await setup.open()
    }

    @Test func `as many streams begin in a second as the limit says`() async throws {
        var limits = HubLimitsPatch()
        limits.newStreamsPerSecond = .set(2)
        let setup = try await Setup(limits)
        setup.end(try await setup.open())
        setup.end(try await setup.open())
        let error = await setup.refusal()
        #expect(error?.target == "newStreamsPerSecond")
        #expect(error?.retryAfter == .seconds(1))
        setup.fixture.clock.advance(by: .milliseconds(499))
        #expect(await setup.refusal()?.code == .streamLimitReached)
        setup.fixture.clock.advance(by: .milliseconds(1))
        _ = try await setup.open()
    }

    @Test func `bytes of a day end streams and refuse new ones until the next day`() async throws {
        var limits = HubLimitsPatch()
        limits.bytesPerDay = .set(1000)
        let setup = try await Setup(limits)
        let orders = OrderBook()
        setup.fixture.control.broker.attach { orders.take($0) }
        let key = try await setup.open()
        setup.fixture.control.broker.reported(GatewayReport(key, .joined(.device)))
        setup.fixture.control.broker.reported(GatewayReport(key, .joined(.service)))
        setup.fixture.control.broker.reported(GatewayReport(key, .progress(StreamTraffic(fromDevice: 900))))
        #expect(orders.all.isEmpty)
        setup.fixture.control.broker.reported(
            GatewayReport(key, .progress(StreamTraffic(fromDevice: 900, fromService: 100)))
        )
        let refusal = try #require(await setup.refusal())
        #expect(refusal.target == "bytesPerDay")
        #expect(orders.all == [.close(key, .streamLimitReached, words: refusal.message)])
        setup.fixture.clock.advance(by: .seconds(86_400))
        _ = try await setup.open()
    }

    @Test func `bytes of a day count on after a restart`() async throws {
        var limits = HubLimitsPatch()
        limits.perDevice = try RestJSON.decode(StreamLimitsPatch.self, from: Array(#"{"bytesPerDay":1000}"#.utf8))
        let setup = try await Setup(limits)
        let key = try await setup.open()
        setup.fixture.control.broker.reported(GatewayReport(key, .joined(.device)))
        setup.fixture.control.broker.reported(GatewayReport(key, .joined(.service)))
        setup.fixture.control.broker.reported(GatewayReport(key, .progress(StreamTraffic(fromDevice: 400))))
        await setup.fixture.control.usage.write()
        setup.fixture.control.broker.reported(GatewayReport(key, .progress(StreamTraffic(fromDevice: 1000))))
        await setup.fixture.control.usage.write()
        let restarted = try await setup.restarted()
        let refusal = await restarted.refusal()
        #expect(refusal?.target == "bytesPerDay")
        #expect(refusal?.message.contains("of the device 'd'") == true)
        setup.fixture.clock.advance(by: .seconds(86_400))
        let tomorrow = try await setup.restarted()
        _ = try await tomorrow.open()
    }

    @Test func `limits for a device and for a caller count for each alone`() async throws {
        var limits = HubLimitsPatch()
        limits.perDevice = try RestJSON.decode(
            StreamLimitsPatch.self,
            from: Array(#"{"concurrentStreams":1}"#.utf8)
        )
        limits.perCaller = try RestJSON.decode(
            StreamLimitsPatch.self,
            from: Array(#"{"concurrentStreams":2}"#.utf8)
        )
        let setup = try await Setup(limits)
        try await setup.fixture.make("e")
        try await setup.connect("e")
        try await setup.fixture.make("f")
        try await setup.connect("f")
        _ = try await setup.open("d")
        #expect(await setup.refusal("d")?.message.contains("of the device 'd'") == true)
        _ = try await setup.open("e")
        #expect(await setup.refusal("f")?.message.contains("of the caller") == true)
        let other = try await setup.fixture.caller(.operator)
        _ = try await setup.open("f", as: other)
    }

    @Test func `who opened a stream, or was reached by it, is taken away, and it ends`() async throws {
        let setup = try await Setup(HubLimitsPatch())
        let fixture = setup.fixture
        let orders = OrderBook()
        fixture.control.broker.attach { orders.take($0) }
        let key = try await setup.open()
        _ = try await fixture.control.devices.rotate(
            fixture.owner,
            fixture.hub,
            DeviceID("d"),
            KeyRotation(key: .primary),
            .none
        )
        #expect(orders.all == [.close(key, .unauthorizedAccess)])
        try await setup.fixture.make("e")
        try await setup.connect("e")
        let caller = try await fixture.caller(.operator)
        let second = try await setup.open("e", as: caller)
        try await fixture.control.tokens.revoke(fixture.owner, caller.tokenID)
        #expect(orders.all.last == .close(second, .unauthorizedAccess))
        let third = try await setup.open("e")
        try await fixture.control.devices.delete(fixture.owner, fixture.hub, DeviceID("e"), .none)
        #expect(orders.all.last == .close(third, .deviceNotFound))
    }

    @Test func `an operator closes a stream with words that stand in its record`() async throws {
        let setup = try await Setup(HubLimitsPatch())
        let fixture = setup.fixture
        let key = try await setup.open()
        let closed = try await fixture.control.streams.close(
            fixture.owner,
            fixture.hub,
            key.stream,
            StreamClosing(reason: "maintenance")
        )
        #expect(closed.state == .ended)
        #expect(closed.closeReason?.contains("maintenance") == true)
        #expect(closed.resultCode == "StreamClosed")
    }
}
