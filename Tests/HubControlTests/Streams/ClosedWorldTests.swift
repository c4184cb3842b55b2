import HubControl
import HubModel
import StreamCore
import TestSupport
import Testing

/// Endpoints come and go while streams are opened: only hosts that a firewall was told of, and that are active, are ever
/// handed out.
@Suite struct ClosedWorldTests {
    /// The same throws for the same seed.
    private struct Dice {
        private var state: UInt64

        init(seed: UInt64) { state = seed }

        /// A number below the bound (the multiplier and increment are those of Knuth's MMIX).
        mutating func roll(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
    }

    private func open(_ fixture: ControlFixture) async throws(HubError) -> StreamGrant {
        try await fixture.control.streams.open(
            fixture.owner,
            fixture.hub,
            DeviceID(checked: "d"),
            StreamCreation(),
            address: "192.0.2.1",
            trackingID: "t"
        )
    }

    private func endpoints(_ fixture: ControlFixture, _ state: EndpointState? = nil) async throws -> [EndpointResource]
    {
        try await fixture.control.endpoints.list(fixture.owner, fixture.hub, state: state, PageRequest(top: 1000)).value
    }

    /// Opens a stream to the device, which takes it.
    private func opened(
        _ fixture: ControlFixture,
        _ wire: WiredDevice,
        _ connection: DeviceConnection
    ) async throws -> (request: StreamRequestTopic, grant: StreamGrant) {
        async let opened = open(fixture)
        let request = await wire.request()
        let answer = StreamAnswerTopic(stream: request.stream, answer: .accepted(service: nil))
        fixture.control.connections.answered(answer, by: connection.id)
        return (request, try await opened)
    }

    private func authority(_ url: String) -> String {
        String(url.dropFirst("wss://".count).prefix { $0 != "/" })
    }

    @Test(.timeLimit(.minutes(1)), arguments: [1, 2, 3, 4] as [UInt64])
    func `no url outside the active endpoints is handed out, whatever becomes of them`(seed: UInt64) async throws {
        let fixture = try await ControlFixture()
        let wire = WiredDevice()
        let connection = try await fixture.connected("d", wire)
        var dice = Dice(seed: seed)
        var granted = 0
        var refused = 0
        for step in 0..<120 {
            fixture.clock.advance(by: .seconds(1))
            let all = try await endpoints(fixture)
            switch dice.roll(6) {
            case 0 where all.count(where: { $0.state != .retired }) < 8:
                let stamp = try RegionStamp("s-\(step)")
                let creation = EndpointCreation(stamp: stamp, force: dice.roll(3) > 0)
                _ = try await fixture.control.endpoints.add(fixture.owner, fixture.hub, creation)
            case 1:
                let active = all.filter { $0.state == .active }
                guard !active.isEmpty else { continue }
                let id = active[dice.roll(active.count)].id
                _ = try await fixture.control.endpoints.drain(
                    fixture.owner,
                    fixture.hub,
                    id: id,
                    EndpointTransition(),
                    .none
                )
            case 2:
                let left = all.filter { $0.state != .retired }
                guard !left.isEmpty else { continue }
                let id = left[dice.roll(left.count)].id
                let forced = EndpointTransition(force: true)
                _ = try await fixture.control.endpoints.retire(fixture.owner, fixture.hub, id: id, forced, .none)
            default:
                let active = Set(all.filter { $0.state == .active }.map(\.hostName))
                guard !active.isEmpty else {
                    let error = await #expect(throws: HubError.self) { try await open(fixture) }
                    #expect(error?.code == .regionNotSupported)
                    refused += 1
                    continue
                }
                let (request, grant) = try await opened(fixture, wire, connection)
                #expect(active.contains("\(request.url.host):\(request.url.port)"))
                #expect(active.contains(authority(grant.url)))
                let listed = try await fixture.control.allowlists.allowlist(fixture.owner, fixture.hub)
                #expect(listed.value.contains { $0.state == .active && $0.urls.contains(request.url.host) })
                let ending = StreamEnding(side: .device, cause: .closed(1000), traffic: StreamTraffic())
                let key = StreamKey(hub: fixture.hub, stream: grant.streamId)
                fixture.control.broker.reported(GatewayReport(key, .ended(ending)))
                granted += 1
            }
        }
        #expect(granted + refused > 20)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a draining endpoint takes no new streams and keeps the old ones`() async throws {
        let fixture = try await ControlFixture()
        let wire = WiredDevice()
        let connection = try await fixture.connected("d", wire)
        let old = try await opened(fixture, wire, connection).grant
        let key = StreamKey(hub: fixture.hub, stream: old.streamId)
        fixture.control.broker.reported(GatewayReport(key, .joined(.service)))
        fixture.control.broker.reported(GatewayReport(key, .joined(.device)))
        let id = try await endpoints(fixture)[0].id
        _ = try await fixture.control.endpoints.drain(fixture.owner, fixture.hub, id: id, EndpointTransition(), .none)
        let error = await #expect(throws: HubError.self) { try await open(fixture) }
        #expect(error?.code == .regionNotSupported)
        fixture.clock.advance(by: .seconds(86_400))
        try await fixture.control.lifecycle.advance()
        let kept = try await fixture.control.streams.get(fixture.owner, fixture.hub, old.streamId)
        #expect(kept.state == .established)
    }
}
