import HubControl
import HubModel
import HubStore
import Metering
import StreamCore
import TestSupport
import Testing

/// What the metrics say of streams and devices.
@Suite(.timeLimit(.minutes(1))) struct StreamMeterTests {
    private let fixture: ControlFixture

    init() async throws { fixture = try await ControlFixture() }

    /// The value of one line of the page; `nil` where it is not there.
    private func value(_ series: String) -> Double? {
        fixture.control.metrics.page().split(separator: "\n").first { $0.hasPrefix(series + " ") }
            .flatMap { Double($0.dropFirst(series.count + 1)) }
    }

    private func stage(_ name: String, _ part: String) -> Double? {
        value("devicestream_handshake_stage_duration_seconds_\(part){stage=\"\(name)\"}")
    }

    private func open(_ device: String) async throws(HubError) -> StreamGrant {
        try await fixture.control.streams.open(
            fixture.owner,
            fixture.hub,
            DeviceID(device),
            StreamCreation(),
            address: "192.0.2.1",
            trackingID: "t"
        )
    }

    @Test func `a stream is counted with its result, its stages and its bytes`() async throws {
        let broker = fixture.control.broker
        let wire = WiredDevice(delivery: nil)
        let connection = try await fixture.connected("d", wire)
        #expect(value("devicestream_device_connections{transport=\"mqtt\"}") == 1)
        #expect(value("devicestream_device_logins_total{transport=\"mqtt\",result=\"Success\"}") == 1)
        #expect(value("devicestream_streams_live") == 0)
        async let opened = open("d")
        let request = await wire.request()
        #expect(value("devicestream_streams_live") == 1)
        fixture.clock.advance(by: .milliseconds(20))
        // The answer overtakes the note of its delivery, and the device is on the gateway before it.
        let key = StreamKey(hub: fixture.hub, stream: request.stream)
        broker.reported(GatewayReport(key, .joined(.device)))
        fixture.control.connections.answered(
            StreamAnswerTopic(stream: request.stream, answer: .accepted(service: nil)),
            by: connection.id
        )
        _ = try await opened
        fixture.clock.advance(by: .milliseconds(300))
        broker.reported(GatewayReport(key, .joined(.service)))
        for (name, sum) in [
            ("lookup", 0), ("deliver", 0.02), ("answer", 0), ("deviceJoin", 0), ("serviceJoin", 0.3),
        ] {
            #expect(stage(name, "count") == 1, "\(name)")
            #expect(stage(name, "sum") == sum, "\(name)")
        }
        broker.reported(GatewayReport(key, .progress(StreamTraffic(fromDevice: 7, fromService: 5))))
        let traffic = StreamTraffic(fromDevice: 10, fromService: 5)
        broker.reported(
            GatewayReport(key, .ended(StreamEnding(side: .device, cause: .closed(1000), traffic: traffic)))
        )
        #expect(value("devicestream_stream_bytes_total{from=\"device\"}") == 10)
        #expect(value("devicestream_stream_bytes_total{from=\"service\"}") == 5)
        #expect(value("devicestream_streams_total{result=\"Success\"}") == 1)
        #expect(value("devicestream_stream_ends_total{result=\"Success\"}") == 1)
        #expect(value("devicestream_streams_live") == 0)
        fixture.control.connections.closed(connection.id, reason: .disconnected)
        #expect(value("devicestream_device_connections{transport=\"mqtt\"}") == 0)
    }

    @Test func `a request that fails is counted by its code, and measures no stage that it did not pass`() async throws
    {
        try await fixture.make("d")
        await #expect(throws: HubError.self) { try await open("d") }
        #expect(value("devicestream_streams_total{result=\"DeviceNotOnline\"}") == 1)
        #expect(value("devicestream_streams_total{result=\"Success\"}") == 0)
        #expect(stage("lookup", "count") == 0)
        let wire = WiredDevice()
        let login = try await fixture.login("d")
        let connection = try await fixture.control.connections.connect(login, link: wire.link)
        async let failure = #expect(throws: HubError.self) { try await open("d") }
        let request = await wire.request()
        fixture.control.connections.answered(
            StreamAnswerTopic(stream: request.stream, answer: .rejected(StreamRejection())),
            by: connection.id
        )
        #expect(await failure?.code == .streamRejected)
        #expect(value("devicestream_streams_total{result=\"StreamRejected\"}") == 1)
        #expect(stage("deliver", "count") == 1)
        #expect(stage("answer", "count") == 0)
    }

    @Test func `refused logins are counted by their code, and records when they are stored`() async throws {
        try await fixture.make("d")
        let login = try await fixture.login("d", key: fixture.clock.world.newKey())
        await #expect(throws: HubError.self) {
            try await fixture.control.connections.connect(login, link: WiredDevice().link)
        }
        #expect(
            value("devicestream_device_logins_total{transport=\"mqtt\",result=\"IotHubUnauthorizedAccess\"}") == 1
        )
        let before = try #require(value("devicestream_activity_records_written_total"))
        await #expect(throws: HubError.self) { try await open("d") }
        await fixture.control.activity.write()
        #expect(try #require(value("devicestream_activity_records_written_total")) > before)
        #expect(value("devicestream_activity_records_dropped_total") == 0)
    }

    @Test func `what a request's task says of its trace goes to the device and on record`() async throws {
        let wire = WiredDevice()
        let connection = try await fixture.connected("d", wire)
        let trace = try #require(TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))
        async let opened = RequestScope.$current.withValue(RequestScope(requestID: "t", trace: trace)) {
            try await open("d")
        }
        let request = await wire.request()
        #expect(request.trace == trace)
        fixture.control.connections.answered(
            StreamAnswerTopic(stream: request.stream, answer: .accepted(service: nil)),
            by: connection.id
        )
        _ = try await opened
        let key = StreamKey(hub: fixture.hub, stream: request.stream)
        let ending = StreamEnding(side: .device, cause: .closed(1000), traffic: StreamTraffic())
        for event in [.joined(.device), .joined(.service), .ended(ending)] as [GatewayReport.Event] {
            fixture.control.broker.reported(GatewayReport(key, event))
        }
        await fixture.control.activity.write()
        let records = try await fixture.store.read { (reading) throws(HubError) in
            try reading.activity(hub: 1, limit: 10)
        }.filter { $0.category == .deviceStreams }
        #expect(records.map(\.operationName) == [.streamEnd, .streamRequest])
        #expect(records.allSatisfy { $0.properties.traceId == trace.traceID })
    }
}
