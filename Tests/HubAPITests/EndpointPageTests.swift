import HTTPTypes
import HubModel
import TestSupport
import Testing

@Suite struct EndpointPageTests {
    static let host = "hub.local-001.streams.devicestream.localhost"

    @Test func `a streaming endpoint says what it is and whom to ask`() async throws {
        let api = try await API()
        let answer = try await api.send(.get, "/", as: nil, host: Self.host + ":8443")
        #expect(answer.status == 200)
        #expect(answer.fields[.contentType] == "text/html; charset=utf-8")
        #expect(answer.text.contains("<h1>\(Self.host)</h1>"))
        #expect(answer.text.contains("https://hub.devicestream.localhost:8443/v1/hubs/hub/allowlist"))
        #expect(answer.text.contains("Ask whoever runs https://devicestream.localhost:8443"))
        #expect(answer.fields[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
        let again = try await api.send(
            .get,
            "/",
            as: nil,
            host: Self.host + ":8443",
            fields: [(.ifNoneMatch, answer.tag ?? "")]
        )
        #expect(again.status == 304)
    }

    @Test(arguments: ["devicestream.localhost:8443", "localhost"])
    func `another host has no such page`(host: String) async throws {
        #expect(try await API().send(.get, "/", as: nil, host: host).status == 404)
    }

    @Test(arguments: ["hub.local-009.streams.devicestream.localhost", "nub.local-001.streams.devicestream.localhost"])
    func `a host that there is not tells nothing`(host: String) async throws {
        #expect(try await API().send(.get, "/", as: nil, host: host).status == 421)
    }
}
