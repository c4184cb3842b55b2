import HTTPTypes
import HubModel
import TestSupport
import Testing

@Suite struct TokenRouteTests {
    @Test func `a token is shown once, works, and ends`() async throws {
        let api = try await API()
        let created = try await api.send(
            .post,
            "/v1/tokens",
            #"{"name":"poller","role":"endpoints.read","hubs":["hub"]}"#
        )
        let token = try created.value(TokenResource.self, status: 201)
        let secret = try #require(token.token?.text)
        #expect(secret.hasPrefix("dst_"))
        #expect(created.fields[.cacheControl] == "no-store")
        #expect(created.fields[.location] == "/v1/tokens/\(token.id)")
        #expect(created.tag == nil)

        let streams = "/v1/hubs/hub/deviceStreams"
        #expect(try await api.send(.get, streams, as: secret).status == 200)
        for path in ["/v1/tokens", "/v1/tokens/\(token.id)"] {
            let shown = try await api.send(.get, path)
            #expect(shown.text.contains("\"poller\""))
            #expect(!shown.text.contains("dst_"))
        }
        let own = try await api.send(.get, "/v1/tokens/self", as: secret)
        #expect(try own.value(TokenResource.self).id == token.id)
        #expect(!own.text.contains("dst_"))

        #expect(try await api.send(.delete, "/v1/tokens/\(token.id)").status == 204)
        #expect(try await api.send(.get, streams, as: secret).error().code == "IotHubUnauthorizedAccess")
        #expect(try await api.send(.get, "/v1/tokens/\(token.id)").error().code == "ResourceNotFound")
    }

    @Test func `a token cannot make a wider one`() async throws {
        let api = try await API()
        let owner = try await api.fixture.bearer(.owner, rights: [], hubs: [api.fixture.hub])
        for body in [
            #"{"name":"x","role":"owner","rights":["keys"]}"#, #"{"name":"x","role":"reader","hubs":["other"]}"#,
        ] {
            let answer = try await api.send(.post, "/v1/tokens", body, as: owner)
            #expect(answer.status == 403 || answer.status == 404)
        }
        #expect(try await api.send(.post, "/v1/hubs", #"{"name":"new"}"#, as: owner).status == 403)
    }
}
