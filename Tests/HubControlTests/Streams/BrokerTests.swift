import HubControl
import HubModel
import HubStore
import StreamCore
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct BrokerTests {
    private func open(
        _ fixture: ControlFixture,
        _ device: String,
        _ creation: StreamCreation = StreamCreation()
    ) async throws(HubError) -> StreamGrant {
        try await fixture.control.streams.open(
            fixture.owner,
            fixture.hub,
            DeviceID(device),
            creation,
            address: "192.0.2.1",
            trackingID: "t"
        )
    }

    private func failure(
        _ fixture: ControlFixture,
        _ device: String,
        _ creation: StreamCreation = StreamCreation()
    ) async -> HubError? {
        do throws(HubError) {
            _ = try await open(fixture, device, creation)
            return nil
        } catch {
            return error
        }
    }

    private func answer(
        _ fixture: ControlFixture,
        _ connection: DeviceConnection,
        _ request: StreamRequestTopic,
        _ answer: StreamAnswer = .accepted(service: nil)
    ) {
        fixture.control.connections.answered(
            StreamAnswerTopic(stream: request.stream, answer: answer),
            by: connection.id
        )
    }

    @Test func `a stream is asked for, accepted, joined, established and ended`() async throws {
        let fixture = try await ControlFixture()
        let wire = WiredDevice()
        let connection = try await fixture.connected("d", wire)
        async let opened = open(fixture, "d", StreamCreation(streamName: StreamName("shell")))
        let request = await wire.request()
        #expect(request.name.text == "shell")
        #expect(request.url.host == "hub.local-001.streams.devicestream.localhost")
        #expect(request.url.port == 8443)
        answer(fixture, connection, request)
        let grant = try await opened
        #expect(grant.url.hasSuffix("/r/service"))
        #expect(grant.token != request.token.text)
        let (streams, owner, hub) = (fixture.control.streams, fixture.owner, fixture.hub)
        #expect(try await streams.get(owner, hub, grant.streamId).state == .accepted)
        let key = StreamKey(hub: hub, stream: grant.streamId)
        fixture.control.broker.reported(GatewayReport(key, .joined(.service)))
        #expect(try await streams.get(owner, hub, grant.streamId).stage == .deviceJoin)
        fixture.control.broker.reported(GatewayReport(key, .joined(.device)))
        #expect(try await streams.get(owner, hub, grant.streamId).state == .established)
        fixture.clock.advance(by: .seconds(3))
        let traffic = StreamTraffic(fromDevice: 7, fromService: 5)
        let ending = StreamEnding(side: .device, cause: .closed(1000), traffic: traffic)
        fixture.control.broker.reported(GatewayReport(key, .ended(ending)))
        #expect(fixture.control.broker.count == 0)
        let ended = try await streams.get(owner, hub, grant.streamId)
        #expect(ended.state == .ended)
        #expect(ended.bytes == traffic)
        #expect(ended.durationMs == 3000)
        #expect(ended.closeReason == "closed by the device with code 1000")
        let list = try await streams.list(owner, hub, StreamFilter(device: DeviceID("d")), PageRequest())
        #expect(list.value.map(\.streamId) == [grant.streamId])
        let records = try await fixture.store.read { reading throws(HubError) in
            try reading.activity(hub: 1, limit: 10)
        }
        #expect(records.map(\.operationName) == [.streamEnd, .streamRequest, .deviceConnect])
        #expect(records[0].properties.bytesFromDevice == 7)
    }

    @Test func `offline, not listening, disabled, unknown and rejected are five different codes`() async throws {
        let fixture = try await ControlFixture()
        try await fixture.make("away")
        let offline = await failure(fixture, "away")
        #expect(offline?.code == .deviceNotOnline)
        #expect(offline?.message.contains("never connected") == true)
        #expect(await failure(fixture, "nobody")?.code == .deviceNotFound)
        _ = try await fixture.connected("deaf", WiredDevice(delivery: .notListening))
        #expect(await failure(fixture, "deaf")?.code == .deviceNotListening)
        _ = try await fixture.importDevices(#"{"deviceId":"away","status":"disabled"}"#)
        #expect(await failure(fixture, "away")?.code == .deviceDisabled)
        let wire = WiredDevice()
        let connection = try await fixture.connected("d", wire)
        async let refused = failure(fixture, "d")
        let request = await wire.request()
        let rejection = StreamRejection(code: RejectionCode(checked: "Busy"), text: "later", retryAfter: .seconds(9))
        answer(fixture, connection, request, .rejected(rejection))
        let error = await refused
        #expect(error?.code == .streamRejected)
        #expect(error?.message == "Device 'd' rejected the stream: Busy: later.")
        #expect(error?.retryAfter == .seconds(9))
        #expect(fixture.control.broker.count == 0)
    }

    @Test func `a reason that is a sentence stays one`() async throws {
        let fixture = try await ControlFixture()
        let wire = WiredDevice()
        let connection = try await fixture.connected("d", wire)
        async let refused = failure(fixture, "d")
        let rejection = StreamRejection(code: RejectionCode(checked: "Busy"), text: "Not on a Sunday.")
        answer(fixture, connection, await wire.request(), .rejected(rejection))
        #expect(await refused?.message == "Device 'd' rejected the stream: Busy: Not on a Sunday.")
    }

    @Test func `an agent whose service cannot be reached has not said no`() async throws {
        let fixture = try await ControlFixture()
        let wire = WiredDevice()
        let connection = try await fixture.connected("d", wire)
        async let failed = failure(fixture, "d")
        let rejection = StreamRejection(code: RejectionCode(checked: "TargetUnavailable"), text: "refused")
        answer(fixture, connection, await wire.request(), .rejected(rejection))
        let error = await failed
        #expect(error?.code == .targetUnavailable)
        #expect(error?.message == "The agent of device 'd' could not reach the service: refused")
    }

    @Test func `a device that never answers is told of with its stage, and late answers change nothing`() async throws {
        let fixture = try await ControlFixture()
        let wire = WiredDevice()
        let connection = try await fixture.connected("d", wire)
        async let outcome = failure(fixture, "d", StreamCreation(responseTimeoutSeconds: 5))
        let request = await wire.request()
        fixture.clock.advance(by: .seconds(4))
        fixture.control.broker.expire()
        #expect(fixture.control.broker.count == 1)
        fixture.clock.advance(by: .seconds(2))
        fixture.control.broker.expire()
        let error = await outcome
        #expect(error?.code == .gatewayTimeout)
        #expect(error?.stage == "answer")
        answer(fixture, connection, request)
        #expect(fixture.control.broker.count == 0)
    }

    @Test func `only the device that was asked is heard`() async throws {
        let fixture = try await ControlFixture()
        let (wire, other) = (WiredDevice(), WiredDevice())
        let connection = try await fixture.connected("d", wire)
        let stranger = try await fixture.connected("e", other)
        async let opened = open(fixture, "d")
        let request = await wire.request()
        answer(fixture, stranger, request, .rejected(StreamRejection()))
        answer(fixture, connection, request)
        answer(fixture, connection, request, .rejected(StreamRejection()))
        _ = try await opened
    }

    @Test func `a device that goes before it answers ends the request`() async throws {
        let fixture = try await ControlFixture()
        let wire = WiredDevice()
        let connection = try await fixture.connected("d", wire)
        async let outcome = failure(fixture, "d")
        _ = await wire.request()
        fixture.control.connections.closed(connection.id, reason: nil)
        #expect(await outcome?.code == .deviceNotOnline)
    }

    @Test func `a device that connects anew before it answers is asked again`() async throws {
        let fixture = try await ControlFixture()
        let (old, new) = (WiredDevice(), WiredDevice())
        let former = try await fixture.connected("d", old)
        async let opened = open(fixture, "d")
        let lost = await old.request()
        let connection = try await fixture.control.connections.connect(fixture.login("d"), link: new.link)
        fixture.control.connections.closed(former.id, reason: .takenOver)
        let request = await new.request()
        #expect(request.stream != lost.stream)
        answer(fixture, connection, request)
        #expect(try await opened.streamId == request.stream)
    }

    @Test func `a device that connects anew is given time to listen`() async throws {
        let fixture = try await ControlFixture()
        _ = try await fixture.connected("d", WiredDevice())
        let deaf = WiredDevice(delivery: .notListening)
        let connection = try await fixture.control.connections.connect(fixture.login("d"), link: deaf.link)
        async let outcome = failure(fixture, "d")
        _ = await deaf.request()
        // Whatever it does next may be that it listens.
        fixture.control.connections.heard(connection.id)
        _ = await deaf.request()
        fixture.clock.advance(by: .seconds(5))
        fixture.control.connections.heard(connection.id)
        #expect(await outcome?.code == .deviceNotListening)
    }

    @Test func `a service that gives up frees everything`() async throws {
        let fixture = try await ControlFixture()
        let wire = WiredDevice()
        _ = try await fixture.connected("d", wire)
        let orders = OrderBook()
        fixture.control.broker.attach { orders.take($0) }
        let outcome = await withTaskGroup(of: HubError?.self) { group in
            group.addTask { await self.failure(fixture, "d") }
            let request = await wire.request()
            group.cancelAll()
            let outcome = await group.next() ?? nil
            #expect(orders.all == [.close(StreamKey(hub: fixture.hub, stream: request.stream), .requestTimeout)])
            return outcome
        }
        #expect(outcome?.code == .requestTimeout)
        #expect(fixture.control.broker.count == 0)
    }

    @Test func `a request waits for a device that comes, no longer than it said`() async throws {
        let fixture = try await ControlFixture()
        try await fixture.make("d")
        let wire = WiredDevice()
        async let opened = open(fixture, "d", StreamCreation(waitOnlineSeconds: 600))
        let connection = try await fixture.control.connections.connect(fixture.login("d"), link: wire.link)
        answer(fixture, connection, await wire.request())
        _ = try await opened
        try await fixture.make("e")
        #expect(await failure(fixture, "e", StreamCreation(waitOnlineSeconds: 0.05))?.code == .deviceNotOnline)
    }

    @Test func `the same request under the same id is made once`() async throws {
        let fixture = try await ControlFixture()
        let wire = WiredDevice()
        let connection = try await fixture.connected("d", wire)
        let creation = StreamCreation(streamId: StreamID(checked: "3f1c2a9e-5b7d-4c1e-9a60-2f8d7e6b5a41"))
        async let first = open(fixture, "d", creation)
        answer(fixture, connection, await wire.request())
        let grant = try await first
        #expect(try await open(fixture, "d", creation) == grant)
        #expect(wire.requests.isEmpty)
        var other = creation
        other.streamName = StreamName(checked: "other")
        #expect(await failure(fixture, "d", other)?.code == .resourceConflict)
        let key = StreamKey(hub: fixture.hub, stream: grant.streamId)
        fixture.control.broker.reported(GatewayReport(key, .joined(.device)))
        fixture.control.broker.reported(GatewayReport(key, .joined(.service)))
        let ending = StreamEnding(side: .service, cause: .disconnected, traffic: StreamTraffic())
        fixture.control.broker.reported(GatewayReport(key, .ended(ending)))
        await fixture.control.activity.write()
        #expect(await failure(fixture, "d", creation)?.code == .resourceConflict)
    }

    @Test func `a service that was asked for must be confirmed, unless any will do`() async throws {
        let fixture = try await ControlFixture()
        let wire = WiredDevice()
        let connection = try await fixture.connected("d", wire)
        let ssh = ServiceName(checked: "ssh")
        async let outcome = failure(fixture, "d", StreamCreation(service: ssh))
        let request = await wire.request()
        #expect(request.service == ssh)
        answer(fixture, connection, request)
        #expect(await outcome?.code == .serviceNotConfirmed)
        async let opened = open(fixture, "d", StreamCreation(service: ssh))
        answer(fixture, connection, await wire.request(), .accepted(service: ssh))
        #expect(try await opened.service == ssh)
        async let any = open(fixture, "d", StreamCreation(service: ssh, anyService: true))
        answer(fixture, connection, await wire.request())
        #expect(try await any.service == nil)
    }

    @Test func `a hub without streaming endpoints says which regions have some`() async throws {
        let fixture = try await ControlFixture()
        let quiet = try HubName("quiet-hub")
        _ = try await fixture.control.hubs.create(fixture.owner, HubCreation(name: quiet, location: "quiet"))
        _ = try await fixture.control.devices.create(fixture.owner, quiet, DeviceCreation(deviceId: DeviceID("d")))
        do throws(HubError) {
            _ = try await fixture.control.streams.open(
                fixture.owner,
                quiet,
                DeviceID(checked: "d"),
                StreamCreation(),
                address: "::1",
                trackingID: "t"
            )
            Issue.record("there is no endpoint")
        } catch {
            #expect(error.code == .regionNotSupported)
            #expect(error.message.contains("local"))
        }
    }
}
