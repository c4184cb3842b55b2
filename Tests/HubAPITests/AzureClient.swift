import HTTPTypes
import HubControl
import HubModel
import TestSupport
import Testing

/// An Azure client of the API: signs in as a client of its own, and speaks with Azure Resource Manager's part.
struct AzureClient {
    let api: API
    let id: String
    let secret: String
    let token: String

    static let version = "api-version=2023-06-30-preview"
    static let form = [(HTTPField.Name.contentType, "application/x-www-form-urlencoded")]

    /// Makes a client and signs it in; the owner's makes it.
    init(_ api: API, role: Role = .owner, rights: String = "", hubs: String = "", expiresAt: String = "") async throws {
        let members = [
            #""name":"az""#, #""kind":"client""#, #""role":"\#(role.rawValue)""#,
            rights.isEmpty ? "" : #""rights":[\#(rights)]"#, hubs.isEmpty ? "" : #""hubs":["\#(hubs)"]"#,
            expiresAt.isEmpty ? "" : #""expiresAt":"\#(expiresAt)""#,
        ]
        let creation = "{" + members.filter { !$0.isEmpty }.joined(separator: ",") + "}"
        let client = try await api.send(.post, "/v1/tokens", creation).value(TokenResource.self, status: 201)
        self.api = api
        id = client.id.text
        secret = try #require(client.clientSecret?.text)
        token = try await Self.signIn(api, id, secret).value(Grant.self).accessToken
    }

    var subscription: String { "/subscriptions/" + api.fixture.control.tenancy.subscriptionID }
    var group: String { subscription + "/resourceGroups/default" }
    var hubs: String { group + "/providers/Microsoft.Devices/IotHubs" }

    /// Sends a request with the client's access token; the path is one below the subscription where it has no slash.
    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: String? = nil,
        fields: [(HTTPField.Name, String)] = []
    ) async throws -> Answer {
        try await api.send(method, path + "?" + Self.version, body, as: token, fields: fields)
    }

    /// What a client gets for a scope.
    static func signIn(
        _ api: API,
        _ id: String,
        _ secret: String,
        scope: String = "https://devicestream.localhost:8443/.default"
    ) async throws -> Answer {
        let scope = PercentCoding.encode(scope)
        return try await api.send(
            .post,
            "/adfs/oauth2/token",
            "client_id=\(id)&client_secret=\(secret)&grant_type=client_credentials&client_info=1&scope=\(scope)",
            as: nil,
            fields: form
        )
    }

    struct Grant: Decodable {
        let accessToken: String
        let tokenType: String
        let expiresIn: Int

        enum CodingKeys: String, CodingKey {
            case accessToken = "access_token"
            case tokenType = "token_type"
            case expiresIn = "expires_in"
        }
    }

    /// A hub, as far as a test looks at it.
    struct Hub: Decodable, Equatable {
        struct Properties: Decodable, Equatable {
            let hostName: String
            let state: String
            let provisioningState: String
            let deviceStreams: DeviceStreams?
        }

        let id: String
        let name: String
        let location: String
        let resourcegroup: String
        let subscriptionid: String
        let etag: String
        let tags: [String: String]
        let properties: Properties
    }

    struct List<Element: Decodable>: Decodable {
        let value: [Element]
        let nextLink: String?
    }
}

extension Answer {
    /// The code of an error in ARM's form, after the checks that hold for every error.
    func managementCode() throws -> String {
        struct Body: Decodable {
            struct Content: Decodable {
                let code: String
                let message: String
            }

            let error: Content
        }

        let content = try RestJSON.decode(Body.self, from: body).error
        #expect(status >= 400)
        #expect(!content.message.isEmpty)
        #expect(fields[.contentType] == "application/json")
        return content.code
    }

    /// The word of an error of the token endpoint.
    func loginError() throws -> String {
        struct Body: Decodable {
            let error: String
        }

        #expect(status >= 400)
        #expect(fields[.cacheControl] == "no-store")
        return try RestJSON.decode(Body.self, from: body).error
    }
}
