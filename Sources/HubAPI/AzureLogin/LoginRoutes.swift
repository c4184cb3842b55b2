import HTTPTypes
import HubControl
import HubModel

/// What MSAL asks of an authority; `{tenant}` may be anything, because there is one.
enum LoginRoutes {
    private static let root = "/adfs"
    private static let discovery = "/.well-known/openid-configuration"

    static let all = [
        Route(login: .get, root + discovery, "discover", configuration),
        Route(login: .get, root + "/{tenant}" + discovery, "discoverTenant", configuration),
        Route(login: .get, root + "/{tenant}/v2.0" + discovery, "discoverTenantVersion2", configuration),
        Route(login: .get, root + "/discovery/keys", "getSigningKeys", keys),
        Route(login: .post, root + "/oauth2/token", "signIn", body: .form, signIn),
    ]

    /// The URL of the login endpoint under the name that the client used.
    static func endpoint(_ exchange: Exchange) -> String {
        exchange.host.origin(exchange.control.naming) + root
    }

    /// OpenID Connect Discovery 1.0 §3, as far as there is something to discover.
    private struct Configuration: Encodable {
        let issuer: String
        let authorizationEndpoint: String
        let tokenEndpoint: String
        let keys: String
        let grantTypes = ["client_credentials"]
        let authenticationMethods = ["client_secret_post"]
        let responseTypes = ["token"]
        let subjectTypes = ["public"]
        let algorithms = ["EdDSA"]

        enum CodingKeys: String, CodingKey {
            case issuer
            case authorizationEndpoint = "authorization_endpoint"
            case tokenEndpoint = "token_endpoint"
            case keys = "jwks_uri"
            case grantTypes = "grant_types_supported"
            case authenticationMethods = "token_endpoint_auth_methods_supported"
            case responseTypes = "response_types_supported"
            case subjectTypes = "subject_types_supported"
            case algorithms = "id_token_signing_alg_values_supported"
        }
    }

    /// RFC 8037 §2.
    private struct Key: Encodable {
        let kty = "OKP"
        let crv = "Ed25519"
        let alg = "EdDSA"
        let use = "sig"
        let x: String
    }

    private struct Grant: Encodable {
        let tokenType = "Bearer"
        let expiresIn: Int64
        let accessToken: Secret

        enum CodingKeys: String, CodingKey {
            case tokenType = "token_type"
            case expiresIn = "expires_in"
            case extendedExpiresIn = "ext_expires_in"
            case accessToken = "access_token"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(tokenType, forKey: .tokenType)
            try container.encode(expiresIn, forKey: .expiresIn)
            try container.encode(expiresIn, forKey: .extendedExpiresIn)
            try container.encode(accessToken.text, forKey: .accessToken)
        }
    }

    /// MSAL wants an authorization endpoint named; nobody answers there, because nobody signs in with a browser.
    @Sendable private static func configuration(_ exchange: Exchange) async throws(HubError) -> Reply {
        let endpoint = endpoint(exchange)
        return try .content(
            Configuration(
                issuer: endpoint,
                authorizationEndpoint: endpoint + "/oauth2/authorize",
                tokenEndpoint: endpoint + "/oauth2/token",
                keys: endpoint + "/discovery/keys"
            )
        )
    }

    @Sendable private static func keys(_ exchange: Exchange) async throws(HubError) -> Reply {
        let key = Key(x: Base64.encodeURL(exchange.control.clients.tokens.publicKey))
        return try .content(["keys": [key]])
    }

    @Sendable private static func signIn(_ exchange: Exchange) async throws(HubError) -> Reply {
        let form = try LoginForm(exchange.document)
        let grant = try await exchange.control.clients.signIn(
            id: form.clientID,
            secret: form.clientSecret,
            for: form.audience(exchange.control.naming),
            issuer: endpoint(exchange),
            address: exchange.peerAddress
        )
        return try .secret(Grant(expiresIn: grant.lifetime.components.seconds, accessToken: grant.token))
    }
}
