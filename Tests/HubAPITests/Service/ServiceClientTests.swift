import HTTPTypes
import HubModel
import TestSupport
import Testing

/// Clients with an access token in the place of a policy's signature.
@Suite struct ServiceClientTests {
    private static let host = "hub.devicestream.localhost:8443"

    private func token(_ client: AzureClient) async throws -> String {
        try await AzureClient.signIn(
            client.api,
            client.id,
            client.secret,
            scope: "https://iothubs.azure.net/.default"
        ).value(AzureClient.Grant.self).accessToken
    }

    private func status(
        _ api: API,
        _ call: ServiceAccessTests.Call,
        as token: String,
        host: String = host
    ) async throws -> Int {
        let path = call.path + "?api-version=2021-04-12"
        return try await api.send(call.method, path, call.body, as: token, host: host).status
    }

    /// What a role opens: the registry's answers hold keys, so that the right to read keys is needed for them.
    private static let opened: [(Role, String, Set<AccessRight>)] = [
        (.owner, "", [.registryRead, .registryWrite, .serviceConnect]), (.owner, " ", [.serviceConnect]),
        (.operator, "\"keys\"", [.registryRead, .registryWrite, .serviceConnect]), (.operator, "", [.serviceConnect]),
        (.reader, "\"keys\"", [.registryRead]), (.reader, "", []), (.endpointsRead, "", []),
    ]

    @Test(arguments: opened)
    func `a client may do what its role and rights open`(
        _ role: Role,
        _ rights: String,
        _ opened: Set<AccessRight>
    ) async throws {
        let api = try await API()
        try await api.makeDevices(["d"])
        let client = try await AzureClient(api, role: role, rights: rights)
        let token = try await token(client)
        for call in ServiceAccessTests.calls where call.method == .get {
            let status = try await status(api, call, as: token)
            // There is no module: whoever may ask is told so.
            let isOpen = status == 200 || (status == 404 && call.path.hasSuffix("/m"))
            #expect(isOpen == !call.rights.isDisjoint(with: opened), "\(call): \(status)")
            #expect(isOpen || status == 403, "\(call): \(status)")
        }
        for call in ServiceAccessTests.calls where call.method == .put && call.path == "/devices/n" {
            let isOpen = try await status(api, call, as: token) != 403
            #expect(isOpen == opened.contains(.registryWrite))
        }
    }

    @Test func `a token for management, of another scope, or of a client that ended opens nothing`() async throws {
        let api = try await API()
        try #require(try await api.send(.post, "/v1/hubs", #"{"name":"second"}"#).status == 201)
        let call = ServiceAccessTests.Call(method: .get, path: "/devices", rights: [.registryRead])
        let client = try await AzureClient(api, hubs: "second")
        let token = try await token(client)
        let second = "second.devicestream.localhost:8443"
        #expect(try await status(api, call, as: token, host: second) == 200)
        #expect(try await status(api, call, as: token) == 404)
        for other in [client.token, client.secret, api.token, token + "x"] {
            #expect(try await status(api, call, as: other, host: second) == 401)
        }
        #expect(try await api.send(.delete, "/v1/tokens/\(client.id)").status == 204)
        #expect(try await status(api, call, as: token, host: second) == 401)
    }
}
