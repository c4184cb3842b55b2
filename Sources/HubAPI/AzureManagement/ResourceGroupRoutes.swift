import HTTPTypes
import HubControl
import HubModel

/// Resource groups: read only, because hubs make them.
enum ResourceGroupRoutes {
    private static let collection = "/resourceGroups"
    private static let item = collection + "/{resourceGroupName}"

    static let all = [
        Route.inSubscription(.get, collection, "listResourceGroups", query: ListParameter.all, list),
        // Before the GET, whose own HEAD would answer 200: clients that ask whether a group is there want 204.
        Route.inSubscription(.head, item, "checkResourceGroup", check),
        Route.inSubscription(.get, item, "getResourceGroup", get),
    ]

    private struct Group: Encodable {
        struct Properties: Encodable {
            let provisioningState = "Succeeded"
        }

        let id: String
        let name: String
        let type = "Microsoft.Resources/resourceGroups"
        let location: String
        let tags: [String: String] = [:]
        let properties = Properties()

        init(_ group: HubDirectory.Group, _ tenancy: Tenancy) {
            id = "/subscriptions/\(tenancy.subscriptionID)/resourceGroups/\(group.name)"
            name = group.name
            location = group.location
        }
    }

    @Sendable private static func list(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let tenancy = exchange.control.tenancy
        return try exchange.reply(exchange.control.hubs.groups(caller, exchange.page())) { Group($0, tenancy) }
    }

    @Sendable private static func check(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        _ = try group(exchange, caller)
        return .noContent
    }

    @Sendable private static func get(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try .content(Group(group(exchange, caller), exchange.control.tenancy))
    }

    private static func group(_ exchange: Exchange, _ caller: Caller) throws(HubError) -> HubDirectory.Group {
        let name = exchange.parameters[1]
        guard let group = try exchange.control.hubs.group(caller, name) else {
            throw HubError(
                .resourceNotFound,
                as: .groupNotFound,
                "Resource group '\(VisibleText.show(name, limit: 100))' could not be found."
            )
        }
        return group
    }
}
