import HTTPTypes
import HubControl
import HubModel
import TestSupport
import Testing

@Suite struct AzureLoginTests {
    private struct Endpoints: Decodable {
        struct Authentication: Decodable {
            let loginEndpoint: String
            let audiences: [String]
        }

        let resourceManager: String
        let authentication: Authentication
    }

    private struct Discovery: Decodable {
        let issuer: String
        let authorization_endpoint: String
        let token_endpoint: String
    }

    @Test(arguments: ["devicestream.localhost:8443", "localhost:9443", "hub.devicestream.localhost:8443"])
    func `metadata and discovery lead to the token endpoint, under the name that the client used`(
        _ host: String
    ) async throws {
        let api = try await API()
        let metadata = try await api.send(.get, "/metadata/endpoints?api-version=2022-09-01", as: nil, host: host)
            .value(Endpoints.self)
        #expect(metadata.resourceManager == "https://" + host)
        #expect(metadata.authentication.loginEndpoint == "https://\(host)/adfs")
        #expect(metadata.authentication.audiences == ["https://" + host])
        for path in ["", "/adfs", "/00000000-0000-0000-0000-000000000000/v2.0"] {
            let path = "/adfs\(path)/.well-known/openid-configuration"
            let discovery = try await api.send(.get, path, as: nil, host: host).value(Discovery.self)
            #expect(discovery.issuer == "https://\(host)/adfs")
            #expect(discovery.token_endpoint == "https://\(host)/adfs/oauth2/token")
        }
        // The audience that metadata name is one that the token endpoint takes.
        let client = try await AzureClient(api)
        let scope = metadata.authentication.audiences[0] + "/.default"
        #expect(try await AzureClient.signIn(api, client.id, client.secret, scope: scope).status == 200)
    }

    @Test func `a client signs in for an hour, and its secret is no token`() async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        #expect(client.secret.hasPrefix("dsc_"))
        let answer = try await AzureClient.signIn(api, client.id, client.secret)
        #expect(answer.fields[.cacheControl] == "no-store")
        let grant = try answer.value(AzureClient.Grant.self)
        #expect(grant.tokenType == "Bearer")
        #expect(grant.expiresIn == 3600)
        for token in [client.secret, grant.accessToken] {
            #expect(try await api.send(.get, "/v1/hubs", as: token).error().code == "IotHubUnauthorizedAccess")
        }
        let listed = try await api.send(.get, "/v1/tokens").text
        #expect(listed.contains(client.id) && listed.contains(#""kind":"client""#) && !listed.contains("dsc_"))
    }

    @Test(arguments: [
        "https://devicestream.localhost:8443/.default", "https://devicestream.localhost:8443//.default",
        "https://localhost/.default", "https://management.azure.com/.default",
        "https://management.core.windows.net//.default", "https://[::1]:8443/.default",
        "https://management.azure.com/.default offline_access openid",
    ])
    func `a scope that means management gets a token for it`(_ scope: String) async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        let token = try await AzureClient.signIn(api, client.id, client.secret, scope: scope)
            .value(AzureClient.Grant.self).accessToken
        let path = client.subscription + "?" + AzureClient.version
        #expect(try await api.send(.get, path, as: token).status == 200)
    }

    @Test(arguments: [
        "https://example.com/.default", "https://devicestream.localhost.example.com/.default", "x", ".default",
        "http://devicestream.localhost:8443/.default", "https://hub.local-001.streams.devicestream.localhost/.default",
        "https://management.azure.com/.default https://iothubs.azure.net/.default",
    ])
    func `a scope that means something else is refused`(_ scope: String) async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        let answer = try await AzureClient.signIn(api, client.id, client.secret, scope: scope)
        #expect(answer.status == 400)
        #expect(try answer.loginError() == "invalid_scope")
    }

    @Test func `a wrong secret, another client's, an API token and an unknown client are told alike`() async throws {
        let api = try await API()
        let (one, other) = (try await AzureClient(api), try await AzureClient(api))
        var texts: Set<String> = []
        for (id, secret) in [
            (one.id, "dsc_wrong"), (one.id, other.secret), (one.id, api.token), ("nobody", one.secret),
            ("../x", one.secret), (api.fixture.owner.tokenID.text, api.token),
        ] {
            let answer = try await AzureClient.signIn(api, id, secret)
            #expect(answer.status == 401)
            #expect(try answer.loginError() == "invalid_client")
            #expect(!answer.text.contains("dsc_"))
            texts.insert(answer.text.split(separator: ",").dropFirst().first.map(String.init) ?? "")
        }
        #expect(texts.count == 1)
    }

    @Test func `who guesses a secret is told to wait, and the client itself is not`() async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        var last = 401
        for _ in 0..<25 { last = try await AzureClient.signIn(api, client.id, "dsc_guess").status }
        #expect(last == 429)
        #expect(try await AzureClient.signIn(api, client.id, client.secret).status == 200)
    }

    @Test(arguments: [
        ("grant_type=password&client_id=a&client_secret=b&scope=c", "unsupported_grant_type"),
        ("client_id=a&client_secret=b&scope=c", "invalid_request"),
        ("grant_type=client_credentials&client_secret=b&scope=c", "invalid_request"),
        ("grant_type=client_credentials&client_id=a&scope=c", "invalid_request"),
        ("grant_type=client_credentials&client_id=a&client_secret=b", "invalid_request"),
        ("grant_type=client_credentials&client_id=a&client_id=b&client_secret=b&scope=c", "invalid_request"),
        ("grant_type=client_credentials&client_id=%zz", "invalid_request"), ("", "invalid_request"),
    ])
    func `a form that is not complete is refused`(_ form: String, _ word: String) async throws {
        let api = try await API()
        let answer = try await api.send(.post, "/adfs/oauth2/token", form, as: nil, fields: AzureClient.form)
        #expect(answer.status == 400)
        #expect(try answer.loginError() == word)
    }

    @Test func `a streaming host has no login and no metadata`() async throws {
        let api = try await API()
        let host = "hub.local-001.streams.devicestream.localhost:8443"
        for path in ["/metadata/endpoints", "/adfs/.well-known/openid-configuration", "/subscriptions"] {
            #expect(try await api.send(.get, path, as: nil, host: host).status == 404)
        }
    }
}
