import HTTPTypes
import HubControl
import HubModel
import TestSupport
import Testing

/// Access tokens that must not open anything.
@Suite struct AzureTokenTests {
    private func code(_ api: API, _ token: String?, _ client: AzureClient) async throws -> String {
        let answer = try await api.send(.get, client.subscription + "?" + AzureClient.version, as: token)
        #expect(answer.status == 401, "\(token ?? "none")")
        #expect(answer.fields[.wwwAuthenticate]?.hasPrefix("Bearer ") == true)
        return try answer.managementCode()
    }

    @Test func `a token that was altered, is unsigned or signed otherwise opens nothing`() async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        let parts = client.token.split(separator: ".").map(String.init)
        try #require(parts.count == 3)
        let payload = try #require(Base64.decodeURL(parts[1]).map { String(decoding: $0, as: UTF8.self) })
        func encoded(_ text: String) -> String { Base64.encodeURL(Array(text.utf8)) }
        let owned = encoded(payload.replacing(client.id, with: api.fixture.owner.tokenID.text))
        var flipped = try #require(Base64.decodeURL(parts[2]))
        flipped[7] ^= 1
        // Another server's key: its master key is not the first that a world gives.
        let clock = ManualWorld()
        _ = clock.world.randomBytes(32)
        let foreign = try await AzureClient(API(ControlFixture(clock: clock)))
        #expect(foreign.token != client.token)
        let none = encoded(#"{"alg":"none","typ":"at+jwt"}"#)
        for token in [
            "", ".", "..", parts[0], parts[0] + "." + parts[1], parts[0] + "." + parts[1] + ".",
            none + "." + parts[1] + ".", none + "." + parts[1] + "." + parts[2],
            encoded(#"{"alg":"HS256","typ":"at+jwt"}"#) + "." + parts[1] + "." + parts[2],
            encoded(#"{"alg":"EdDSA","typ":"JWT"}"#) + "." + parts[1] + "." + parts[2],
            parts[0] + "." + owned + "." + parts[2],
            parts[0] + "." + parts[1] + "." + Base64.encodeURL(flipped), client.token + "." + parts[1],
            client.token + "=", " " + client.token, foreign.token, String(repeating: "a", count: 100_000),
            api.token, client.secret,
        ] {
            #expect(
                try await code(api, token, client)
                    == (token.isEmpty ? "AuthenticationFailed" : "InvalidAuthenticationToken")
            )
        }
        #expect(try await code(api, nil, client) == "AuthenticationFailed")
        #expect(try await client.send(.get, client.subscription).status == 200)
    }

    @Test func `a token for the hubs does not manage them`() async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        let scope = "https://iothubs.azure.net/.default"
        let token = try await AzureClient.signIn(api, client.id, client.secret, scope: scope)
            .value(AzureClient.Grant.self).accessToken
        #expect(try await code(api, token, client) == "InvalidAuthenticationToken")
        let caller = try await api.fixture.control.clients.authenticate(accessToken: token, for: .hubs)
        #expect(caller.tokenID.text == client.id)
        await #expect(throws: HubError.self) {
            try await api.fixture.control.clients.authenticate(accessToken: client.token, for: .hubs)
        }
    }

    @Test func `a token ends with its hour, its client, and its client's time`() async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        let end = api.fixture.clock.now + .seconds(600)
        let short = try await AzureClient(api, expiresAt: end.description)
        let grant = try await AzureClient.signIn(api, short.id, short.secret).value(AzureClient.Grant.self)
        #expect(grant.expiresIn == 600)
        api.fixture.clock.advance(by: .seconds(600))
        #expect(try await code(api, short.token, short) == "InvalidAuthenticationToken")
        #expect(try await AzureClient.signIn(api, short.id, short.secret).loginError() == "invalid_client")
        #expect(try await client.send(.get, client.subscription).status == 200)
        api.fixture.clock.advance(by: .seconds(3000))
        #expect(try await code(api, client.token, client) == "InvalidAuthenticationToken")

        let fresh = try await AzureClient.signIn(api, client.id, client.secret).value(AzureClient.Grant.self)
        #expect(try await api.send(.delete, "/v1/tokens/\(client.id)").status == 204)
        #expect(try await code(api, fresh.accessToken, client) == "InvalidAuthenticationToken")
        #expect(try await AzureClient.signIn(api, client.id, client.secret).status == 401)
    }

    @Test func `a token outlives a restart with the same state`() async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        let again = try ControlFixture.control(api.fixture.store, api.fixture.clock, domain: "example.com")
        try await again.start()
        #expect(again.tenancy == api.fixture.control.tenancy)
        let caller = try await again.clients.authenticate(accessToken: client.token, for: .management)
        #expect(caller.role == .owner)
    }

    @Test func `rights that are missing are told, and hubs out of scope are not there`() async throws {
        let api = try await API()
        try #require(try await api.send(.post, "/v1/hubs", #"{"name":"second"}"#).status == 201)
        let reader = try await AzureClient(api, role: .reader)
        #expect(try await reader.send(.get, reader.hubs + "/hub").status == 200)
        let body = #"{"location":"local","tags":{"a":"b"}}"#
        for answer in [
            try await reader.send(.put, reader.hubs + "/hub", body),
            try await reader.send(.put, reader.hubs + "/new", body),
            try await reader.send(.patch, reader.hubs + "/hub", body),
            try await reader.send(.delete, reader.hubs + "/hub"),
            try await reader.send(.post, reader.hubs + "/hub/listkeys"),
            try await reader.send(.post, reader.hubs + "/hub/IotHubKeys/service/listkeys"),
        ] {
            #expect(answer.status == 403)
            #expect(try answer.managementCode() == "AuthorizationFailed")
        }
        let firewall = try await AzureClient(api, role: .endpointsRead)
        #expect(try await firewall.send(.get, firewall.hubs + "/hub").status == 403)

        let scoped = try await AzureClient(api, hubs: "second")
        let list = try await scoped.send(.get, scoped.subscription + "/providers/Microsoft.Devices/IotHubs")
            .value(AzureClient.List<AzureClient.Hub>.self)
        #expect(list.value.map(\.name) == ["second"])
        #expect(try await scoped.send(.get, scoped.hubs + "/hub").managementCode() == "ResourceNotFound")
        #expect(try await scoped.send(.post, scoped.hubs + "/hub/listkeys").status == 404)
        #expect(try await scoped.send(.put, scoped.hubs + "/hub", body).status == 404)
        #expect(try await scoped.send(.delete, scoped.hubs + "/hub").status == 204)
        #expect(try await api.send(.get, "/v1/hubs/hub").status == 200)

        let keyless = try await AzureClient(api, rights: " ")
        #expect(try await keyless.send(.post, keyless.hubs + "/hub/listkeys").status == 403)
    }
}
