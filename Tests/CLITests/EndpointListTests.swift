import JMESPath
import Testing

@testable import CLI

struct EndpointListTests {
    private static let streams = "{\"streamingEndpoints\":[\"https://hub.s.streams.example.com:8443\"]}"
    private static let allowlist = """
        {"hub":"hub","value":[
          {"id":1,"serviceArea":"Main","urls":["hub.example.com"],"tcpPorts":"8443","required":true,"state":"active",
           "effective":"2026-11-23T10:00:00Z"},
          {"id":2,"serviceArea":"Main","urls":["hub.example.com"],"tcpPorts":"8883","required":false,"state":"active",
           "effective":"2026-11-23T10:00:00Z"},
          {"id":3,"serviceArea":"Streaming","urls":["hub.t.streams.example.com"],"tcpPorts":"443","required":true,
           "state":"draining","effective":"2026-11-23T10:00:00Z","retires":"2026-12-23T10:00:00Z"}]}
        """

    @Test(arguments: [
        ("https://hub.example.com:8443", "hub.example.com"), ("https://hub.example.com/", "hub.example.com"),
        ("https://[::1]:8443/x", "[::1]"), ("hub", "hub"),
    ])
    func `a host has no scheme and no port`(_ url: String, _ host: String) {
        #expect(EndpointList.host(of: url) == host)
    }

    @Test func `hosts take the place of URLs`() throws {
        let expected = try json("{\"streamingEndpoints\":[\"hub.s.streams.example.com\"]}")
        #expect(EndpointList.hosts(try json(Self.streams)) == expected)
    }

    @Test func `what is included adds members and changes none`() throws {
        let streams = try json(Self.streams)
        let all = EndpointList.adding(try json(Self.allowlist), to: streams, hostsOnly: false)
        #expect(all["streamingEndpoints"] == streams["streamingEndpoints"])
        #expect(all.members?.map(\.0) == ["endpoints", "mainEndpoint", "streamingEndpoints"])
        #expect(all["mainEndpoint"]?.stringValue == "https://hub.example.com:8443")
        let endpoints = try #require(all["endpoints"]?.elements)
        #expect(
            endpoints.map { $0["url"]?.stringValue } == [
                "https://hub.example.com:8443", "https://hub.t.streams.example.com",
            ]
        )
        #expect(endpoints[1]["state"]?.stringValue == "draining")
        #expect(endpoints[1]["retires"]?.stringValue == "2026-12-23T10:00:00Z")
        #expect(endpoints[0]["retires"]?.isNull == true)
    }

    @Test func `included endpoints can be hosts, too`() throws {
        let all = EndpointList.adding(try json(Self.allowlist), to: try json(Self.streams), hostsOnly: true)
        #expect(all["mainEndpoint"]?.stringValue == "hub.example.com")
    }
}
