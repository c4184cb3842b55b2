import HubModel
import Testing

/// What a device takes for its hub's own: nobody else's ports are tested, whoever asks.
@Suite struct EndpointScopeTests {
    private static let main = "hub.example.com"

    private func endpoint(_ host: String, _ port: Int, _ area: String) -> AllowlistEndpoint {
        let record = AllowlistRecord(
            id: 1,
            serviceArea: area == "Streaming" ? .streaming : .main,
            urls: [host],
            ips: [],
            ipsSource: nil,
            tcpPorts: String(port),
            required: area != "MQTT",
            notes: nil,
            state: .active,
            effective: Timestamp(seconds: 0),
            retires: nil
        )
        return AllowlistEndpoint(record: record, host: host, port: port)
    }

    @Test(arguments: [
        (main, 8443, "Main", true),
        ("HUB.example.com", 8443, "Main", true),
        ("hub.local-001.streams.example.com", 8443, "Streaming", true),
        ("hub.any-9.streams.example.com", 8443, "Streaming", true),
        (main, 8883, "MQTT", true),
        // Another port of the same hosts.
        (main, 22, "Main", false),
        (main, 8883, "Main", false),
        (main, 8443, "MQTT", false),
        ("hub.local-001.streams.example.com", 22, "Streaming", false),
        ("hub.local-001.streams.example.com", 8883, "MQTT", false),
        // Other hosts.
        ("nub.example.com", 8443, "Main", false),
        ("nub.local-001.streams.example.com", 8443, "Streaming", false),
        ("hub.local-001.streams.example.org", 8443, "Streaming", false),
        ("hub.a.b.streams.example.com", 8443, "Streaming", false),
        ("example.com", 8443, "Main", false),
        ("localhost", 8443, "Main", false),
        ("127.0.0.1", 8443, "Main", false),
        ("[::1]", 8443, "Streaming", false),
        ("192.168.0.1", 8443, "Streaming", false),
        ("", 8443, "Main", false),
    ])
    func `hosts and ports of the hub alone are its own`(host: String, port: Int, area: String, isOwn: Bool) throws {
        let scope = try #require(EndpointScope(mainHost: "Hub.example.com", port: 8443, mqttPort: 8883))
        #expect(scope.contains(endpoint(host, port, area)) == isOwn)
    }

    @Test(arguments: ["localhost", "127.0.0.1", "", "hub.", ".example.com", "hub_1.example.com"])
    func `where the host is none of a hub, nothing is`(host: String) {
        let scope = EndpointScope(mainHost: host, port: 8443, mqttPort: 8883)
        #expect(scope?.contains(endpoint(host, 8443, "Main")) != true)
    }
}
