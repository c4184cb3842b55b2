import HTTPTypes
import HubModel
import Testing

/// The WebSocket paths, reached by requests that were not upgraded.
@Suite struct UpgradeRouteTests {
    static let bridge = "/bridges/hub/3f1c2a9e-5b7d-4c1e-9a60-2f8d7e6b5a41/r/service"
    static let streamingHost = "hub.local-001.streams.devicestream.localhost"
    static let websocket = "/$iothub/websocket"

    /// A request for an upgrade as it comes to the router: without `Upgrade`.
    static let handshake = [
        ("connection", "Upgrade"), ("sec-websocket-version", "13"), ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ]

    private func get(_ path: String, _ fields: [(String, String)], host: String = API.server) async throws -> Answer {
        try await API().send(
            .get,
            path,
            as: nil,
            host: host,
            fields: fields.compactMap { name, value in HTTPField.Name(name).map { ($0, value) } }
        )
    }

    @Test(arguments: [bridge, websocket, bridge + "?a=b", websocket + "?iothub-no-client-cert=true"])
    func `a plain request hears that only WebSocket is spoken`(_ path: String) async throws {
        let answer = try await get(path, [])
        #expect(answer.status == 400)
        let error = try answer.error()
        #expect(error.code == "IotHubFormatError")
        #expect(error.message.hasPrefix("This address speaks WebSocket only."))
    }

    @Test func `a side whose token was not taken hears so, also on a streaming host`() async throws {
        for host in [API.server, Self.streamingHost] {
            let answer = try await get(Self.bridge, Self.handshake, host: host)
            #expect(answer.status == 401)
            let error = try answer.error()
            #expect(error.code == "IotHubUnauthorizedAccess")
            #expect(error.message == "The stream token is missing, wrong, used or late.")
            #expect(answer.fields[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
        }
    }

    @Test func `a device that offers no protocol of ours hears which one it is`() async throws {
        for offer in [[], [("sec-websocket-protocol", "AMQPWSB10")]] {
            let answer = try await get(Self.websocket, Self.handshake + offer)
            let error = try answer.error()
            #expect(answer.status == 400)
            #expect(error.target == "Sec-WebSocket-Protocol")
            #expect(error.message.contains("'mqtt'"))
        }
        let late = try await get(Self.websocket, Self.handshake + [("sec-websocket-protocol", "MQTT")])
        #expect(try late.error().target == "Upgrade")
    }

    @Test(arguments: [bridge, websocket])
    func `what breaks the handshake is told with its own status`(_ path: String) async throws {
        let old = try await get(path, Self.handshake.map { $0.0 == "sec-websocket-version" ? ($0.0, "8") : $0 })
        #expect(old.status == 426)
        #expect(old["sec-websocket-version"] == "13")
        #expect(try RestJSON.decode(ErrorBody.self, from: old.body).error.message.contains("version '8'"))
        let key = try await get(path, Self.handshake.map { $0.0 == "sec-websocket-key" ? ($0.0, "short") : $0 })
        #expect(key.status == 400)
        #expect(try key.error().message.contains("Sec-WebSocket-Key"))
    }

    @Test func `other methods are refused`() async throws {
        let api = try await API()
        for method in [HTTPRequest.Method.post, .head, .put] {
            let answer = try await api.send(method, Self.bridge, as: nil)
            #expect(answer.status == 405)
            #expect(answer.fields[.allow] == "GET")
        }
    }

    @Test(arguments: ["/bridges", "/bridges/hub/x/r", "/$iothub/other"])
    func `other paths are unknown`(_ path: String) async throws {
        #expect(try await get(path, Self.handshake).error().code == "ResourceNotFound")
    }
}
