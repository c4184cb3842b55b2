import HTTPTypes
import HubModel
import TestSupport
import Testing

@Suite struct PagingTests {
    /// Follows a link of this server.
    private func follow(_ link: String, _ api: API) async throws -> Answer {
        let origin = "https://\(API.server)"
        try #require(link.hasPrefix(origin + "/v1/"))
        return try await api.send(.get, String(link.dropFirst(origin.count)))
    }

    @Test func `pages hold every device once, while others are added`() async throws {
        let api = try await API()
        let ids = (0..<25).map { "d-\($0 + 100)" }
        try await api.makeDevices(ids)
        var seen: [String] = []
        var answer = try await api.send(.get, "/v1/hubs/hub/devices?$top=10&prefix=d-&status=enabled")
        while true {
            let page = try answer.value(Page<DeviceResource>.self)
            seen += page.value.map(\.deviceId.text)
            guard let link = page.nextLink else { break }
            #expect(page.value.count == 10)
            #expect(link.contains("?$top=10&prefix=d-&status=enabled&$skiptoken="))
            // Before and behind the place reached, and outside the filter.
            try await api.makeDevices(["d-000", "d-999-\(seen.count)", "e-\(seen.count)"])
            answer = try await follow(link, api)
        }
        #expect(seen.filter { !$0.hasPrefix("d-999") } == ids)
        #expect(Set(seen).count == seen.count)
    }

    @Test func `the link stands under the host that was asked`() async throws {
        let api = try await API()
        try await api.makeDevices(["a", "b"])
        for (host, origin) in [
            ("localhost:9000", "https://localhost:9000"), ("127.0.0.1", "https://127.0.0.1"),
            ("[::1]:8443", "https://[::1]:8443"),
            ("HUB.devicestream.localhost", "https://hub.devicestream.localhost:8443"),
        ] {
            let answer = try await api.send(.get, "/v1/hubs/hub/devices?$top=1", as: api.token, host: host)
            let link = try #require(try answer.value(Page<DeviceResource>.self).nextLink)
            #expect(link.hasPrefix(origin + "/v1/hubs/hub/devices?$top=1&$skiptoken="), "\(link)")
        }
    }

    @Test(arguments: [
        ("/v1/hubs", 3), ("/v1/hubs/hub/endpoints", 3), ("/v1/hubs/hub/policies", 5), ("/v1/tokens", 3),
        ("/v1/hubs/hub/certificates", 2),
    ])
    func `every list has pages and ends without a link`(_ path: String, _ count: Int) async throws {
        struct Row: Codable, Equatable, Sendable {}
        let api = try await API()
        for name in ["alpha", "beta"] { _ = try await api.send(.post, "/v1/hubs", #"{"name":"\#(name)"}"#) }
        for stamp in ["s-2", "s-3"] {
            _ = try await api.send(.post, "/v1/hubs/hub/endpoints", #"{"stamp":"\#(stamp)","force":true}"#)
        }
        for name in ["a", "b"] { _ = try await api.send(.post, "/v1/tokens", #"{"name":"\#(name)","role":"reader"}"#) }
        try await api.makeCertificate()
        try await api.makeCertificate("cb", TestAuthority("Second CA").pem)
        var answer = try await api.send(.get, path + "?$top=1")
        var bodies: Set<String> = []
        var pages = 1
        while true {
            let page = try answer.value(Page<Row>.self)
            #expect(page.value.count == 1)
            bodies.insert(String(answer.text.prefix { $0 != "}" }))
            guard let link = page.nextLink else { break }
            pages += 1
            try #require(pages <= count)
            answer = try await follow(link, api)
        }
        #expect(bodies.count == count)
        let all = try await api.send(.get, path).value(Page<Row>.self)
        #expect(all.value.count == count)
        #expect(all.nextLink == nil)
    }
}
