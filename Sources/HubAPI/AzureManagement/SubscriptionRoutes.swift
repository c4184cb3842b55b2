import HTTPTypes
import HubControl
import HubModel

/// The subscription of this server, its tenant, and the regions as its locations.
enum SubscriptionRoutes {
    static let all = [
        Route.versioned(.get, "/subscriptions", "listSubscriptions", list),
        Route.versioned(.get, "/tenants", "listTenants", tenants),
        Route.inSubscription(.get, "", "getSubscription", get),
        Route.inSubscription(.get, "/locations", "listLocations", locations),
    ]

    private struct Subscription: Encodable {
        struct Policies: Encodable {
            let locationPlacementId = "Public_2014-09-01"
            let quotaId = "devicestream"
            let spendingLimit = "Off"
        }

        let id: String
        let subscriptionId: String
        let tenantId: String
        let displayName: String
        let state = "Enabled"
        let authorizationSource = "RoleBased"
        let managedByTenants: [String] = []
        let subscriptionPolicies = Policies()

        init(_ control: ControlPlane) {
            subscriptionId = control.tenancy.subscriptionID
            id = "/subscriptions/" + subscriptionId
            tenantId = control.tenancy.tenantID
            displayName = control.naming.domain
        }
    }

    private struct Tenant: Encodable {
        let id: String
        let tenantId: String
        let tenantCategory = "Home"
        let displayName: String
        let defaultDomain: String
        let domains: [String]
    }

    private struct Location: Encodable {
        struct Metadata: Encodable {
            let regionType = "Physical"
            let regionCategory = "Recommended"
        }

        let id: String
        let name: String
        let type = "Region"
        let displayName: String
        let regionalDisplayName: String
        let metadata = Metadata()
    }

    @Sendable private static func list(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try .list([Subscription(exchange.control)])
    }

    @Sendable private static func get(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try .content(Subscription(exchange.control))
    }

    @Sendable private static func tenants(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let (id, domain) = (exchange.control.tenancy.tenantID, exchange.control.naming.domain)
        return try .list([
            Tenant(id: "/tenants/" + id, tenantId: id, displayName: domain, defaultDomain: domain, domains: [domain])
        ])
    }

    @Sendable private static func locations(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let subscription = exchange.control.tenancy.subscriptionID
        return try .list(
            exchange.control.hubs.regionNames.map { name in
                Location(
                    id: "/subscriptions/\(subscription)/locations/\(name)",
                    name: name,
                    displayName: name,
                    regionalDisplayName: name
                )
            }
        )
    }
}
