import HTTPTypes
import HubControl
import HubModel

/// `/v1/hubs/{hub}/policies`.
enum PolicyRoutes {
    private static let collection = "/v1/hubs/{hub}/policies"
    private static let item = collection + "/{name}"

    static let all = [
        Route(.get, collection, "listPolicies", query: ListParameter.all, list),
        Route(.get, item, "getPolicy", get),
        Route(.get, item + "/keys", "getPolicyKeys", keys),
        Route(.post, item + "/keys/rotate", "rotatePolicyKey", rotate),
        Route(
            .get,
            item + "/connectionString",
            "getPolicyConnectionString",
            query: KeyParameter.all,
            connectionString
        ),
    ]

    @Sendable private static func list(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await exchange.reply(exchange.control.policies.list(caller, exchange.hub, exchange.page()))
    }

    @Sendable private static func get(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await .resource(exchange.control.policies.get(caller, exchange.hub, name(exchange)))
    }

    @Sendable private static func keys(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await .secret(exchange.control.policies.keys(caller, exchange.hub, name(exchange)))
    }

    @Sendable private static func rotate(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await .secret(
            exchange.control.policies.rotate(
                caller,
                exchange.hub,
                name(exchange),
                exchange.decode(KeyRotation.self),
                exchange.fields.precondition()
            )
        )
    }

    @Sendable private static func connectionString(
        _ exchange: Exchange,
        _ caller: Caller
    ) async throws(HubError) -> Reply {
        let (slot, sdk) = try KeyParameter.read(exchange.query)
        return try await .secret(
            exchange.control.policies.connectionString(caller, exchange.hub, name(exchange), slot, sdk: sdk)
        )
    }

    private static func name(_ exchange: Exchange) throws(HubError) -> PolicyName {
        try exchange.id(PolicyName.self, target: "name")
    }
}

/// The query parameters of a connection string.
enum KeyParameter {
    static let all = ["key", "sdk"]

    /// Which key, and whether the string is for SDKs that fix their ports.
    static func read(_ query: QueryParameters) throws(HubError) -> (slot: KeySlot, sdk: Bool) {
        (try query.word("key", KeySlot.self) ?? .primary, try query.flag("sdk") ?? false)
    }
}
