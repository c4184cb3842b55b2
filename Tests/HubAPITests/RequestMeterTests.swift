import HTTPTypes
import HubControl
import HubModel
import Hummingbird
import Metering
import StreamCore
import Synchronization
import TestSupport
import Testing

/// What the metrics say of requests, and what becomes of their traces.
@Suite struct RequestMeterTests {
    private static let header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    @Test func `requests are counted by operation and class of status, whatever their paths hold`() async throws {
        let api = try await API()
        _ = try await api.send(.get, "/v1/hubs/hub")
        _ = try await api.send(.get, "/v1/hubs/none-such")
        _ = try await api.send(.get, "/v1/hubs/nobody%22")
        _ = try await api.send(.get, "/nowhere/secret-name")
        _ = try await api.send(.get, "/v1/hubs", as: nil)
        let page = api.fixture.control.metrics.page()
        let name = "devicestream_http_request_duration_seconds_count"
        for (labels, count) in [
            (#"operation="getHub",status="2xx""#, 1), (#"operation="getHub",status="4xx""#, 2),
            (#"operation="none",status="4xx""#, 1), (#"operation="listHubs",status="4xx""#, 1),
        ] {
            #expect(page.contains("\n\(name){\(labels)} \(count)\n"), "\(page)")
        }
        #expect(!page.contains("secret-name") && !page.contains("nobody") && !page.contains("none-such"))
    }

    @Test func `a traceparent goes to the device, and what is none is as if it were not there`() async throws {
        let api = try await API()
        try await api.makeDevices(["d"])
        let seen = Mutex<[String?]>([])
        let device = AnsweringDevice(api.fixture.control) { topic in
            seen.withLock { $0.append(topic.trace?.description) }
            return .accepted(service: nil)
        }
        try await device.connect(api.fixture, as: DeviceID("d"))
        let name = try #require(HTTPField.Name("traceparent"))
        for header in [Self.header, "00-nonsense", Self.header.uppercased(), ""] {
            let answer = try await api.send(.post, "/v1/hubs/hub/devices/d/streams", "{}", fields: [(name, header)])
            #expect(answer.status == 200, "\(answer)")
        }
        var head = HTTPRequest(
            method: .post,
            scheme: "https",
            authority: API.server,
            path: "/v1/hubs/hub/devices/d/streams"
        )
        head.headerFields[.authorization] = "Bearer " + api.token
        head.headerFields[values: name] = [Self.header, Self.header]
        #expect(try await api.send(head, .init(buffer: .init())).status == 200)
        #expect(seen.withLock { $0 } == [Self.header, nil, nil, nil, nil])
    }
}
