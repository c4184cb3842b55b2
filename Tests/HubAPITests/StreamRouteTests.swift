import HTTPTypes
import HubModel
import TestSupport
import Testing

/// The stream routes as far as no device is connected.
@Suite struct StreamRouteTests {
    static let streams = "/v1/hubs/hub/streams"
    static let id = "3f1c2a9e-5b7d-4c1e-9a60-2f8d7e6b5a41"
    static let open = "/v1/hubs/hub/devices/d/streams"

    private func api() async throws -> API {
        let api = try await API()
        try await api.makeDevices(["d"])
        return api
    }

    @Test func `a device that is not connected is told as such`() async throws {
        let api = try await api()
        let answer = try await api.send(.post, Self.open, #"{"service":"ssh"}"#)
        let error = try answer.error()
        #expect(error.code == "DeviceNotOnline")
        #expect(error.number == 404_103)
        #expect(error.message == "Device 'd' is not connected to hub 'hub'. It has never connected.")
        #expect(error.hint == "Wait for it with: devicestream stream open d --wait-online 10m")
    }

    @Test func `a stream is asked for without a body, too`() async throws {
        #expect(try await api().send(.post, Self.open).error().code == "DeviceNotOnline")
    }

    @Test func `a request that found no device is no stream`() async throws {
        let api = try await api()
        let answer = try await api.send(.post, Self.open, #"{"streamId":"\#(Self.id)","reason":"why"}"#)
        #expect(try answer.error().code == "DeviceNotOnline")
        for query in ["", "?state=ended&deviceId=d", "?state=established&$top=1"] {
            let page = try await api.send(.get, Self.streams + query)
            #expect(try page.value(Page<StreamResource>.self).value == [])
            #expect(page.tag != nil)
        }
        #expect(try await api.send(.get, Self.streams + "/" + Self.id).error().code == "ResourceNotFound")
    }

    @Test func `unknown hubs, devices and streams are told`() async throws {
        let api = try await api()
        for (method, path, code) in [
            (HTTPRequest.Method.post, "/v1/hubs/none/devices/d/streams", "HubNotFound"),
            (.post, "/v1/hubs/hub/devices/none/streams", "DeviceNotFound"),
            (.get, "/v1/hubs/none/streams", "HubNotFound"),
            (.get, Self.streams + "/" + Self.id, "ResourceNotFound"),
            (.post, Self.streams + "/\(Self.id)/close", "ResourceNotFound"),
        ] {
            #expect(try await api.send(method, path).error().code == code, "\(path)")
        }
    }

    @Test(arguments: [
        (#"{"streamName":"a/b"}"#, "streamName"), (#"{"streamName":"."}"#, "streamName"),
        (#"{"streamId":"3F1C2A9E-5B7D-4C1E-9A60-2F8D7E6B5A41"}"#, "streamId"), (#"{"service":"a b"}"#, "service"),
        (#"{"connectTimeoutSeconds":61}"#, "connectTimeoutSeconds"),
        (#"{"responseTimeoutSeconds":-1}"#, "responseTimeoutSeconds"),
        (#"{"waitOnlineSeconds":3601}"#, "waitOnlineSeconds"), (#"{"waitOnline":1}"#, "waitOnline"),
        (#"{"moduleId":"?a"}"#, "moduleId"),
    ])
    func `a request that breaks a rule is refused`(_ body: String, _ target: String) async throws {
        let answer = try await api().send(.post, Self.open, body)
        #expect(answer.status == 400)
        #expect(try answer.error().target == target)
    }

    @Test(arguments: [
        ("/v1/hubs/hub/streams?state=open", "state"), ("/v1/hubs/hub/streams?deviceId=a%20b", "deviceId"),
        ("/v1/hubs/hub/streams?device=d", "device"), ("/v1/hubs/hub/streams/1", "id"),
        ("/v1/hubs/hub/streams?$skiptoken=eA", "$skiptoken"),
    ])
    func `a query or id that breaks a rule is refused`(_ path: String, _ target: String) async throws {
        let answer = try await API().send(.get, path)
        #expect(answer.status == 400)
        #expect(try answer.error().target == target)
    }

    @Test func `readers see streams, and open and close none`() async throws {
        let api = try await api()
        let reader = try await api.fixture.bearer(.reader)
        #expect(try await api.send(.get, Self.streams, as: reader).status == 200)
        #expect(try await api.send(.post, Self.open, as: reader).error().code == "Forbidden")
        let close = try await api.send(.post, Self.streams + "/\(Self.id)/close", as: reader)
        #expect(try close.error().code == "Forbidden")
        #expect(try await api.send(.post, Self.open, as: nil).error().code == "IotHubUnauthorized")
    }

    @Test func `other methods are refused with those that there are`() async throws {
        let api = try await api()
        #expect(try await api.send(.get, Self.open).fields[.allow] == "POST")
        #expect(try await api.send(.delete, Self.streams).fields[.allow] == "GET, HEAD")
        #expect(try await api.send(.get, Self.streams + "/\(Self.id)/close").status == 405)
    }
}
