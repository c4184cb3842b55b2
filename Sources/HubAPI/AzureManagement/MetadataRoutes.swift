import HTTPTypes
import HubControl
import HubModel

/// What `az cloud register --endpoint-resource-manager` asks before anybody has signed in.
enum MetadataRoutes {
    static let all = [Route(login: .get, "/metadata/endpoints", "getEndpoints", endpoints)]

    /// The members that `az` reads; those that it can do without are left out.
    private struct Endpoints: Encodable {
        struct Authentication: Encodable {
            let loginEndpoint: String
            let audiences: [String]
            let tenant: String
            let identityProvider = "ADFS"
        }

        let name = "devicestream"
        let resourceManager: String
        let portal: String
        let authentication: Authentication
        let suffixes: [String: String] = [:]
    }

    /// All URLs are of the name that the client used.
    @Sendable private static func endpoints(_ exchange: Exchange) async throws(HubError) -> Reply {
        let origin = exchange.host.origin(exchange.control.naming)
        return try .content(
            Endpoints(
                resourceManager: origin,
                portal: origin,
                authentication: .init(
                    loginEndpoint: LoginRoutes.endpoint(exchange),
                    audiences: [origin],
                    tenant: exchange.control.tenancy.tenantID
                )
            )
        )
    }
}
