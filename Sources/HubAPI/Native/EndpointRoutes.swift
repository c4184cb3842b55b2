import HTTPTypes
import HubControl
import HubModel

/// `/v1/hubs/{hub}/endpoints`.
enum EndpointRoutes {
    private static let collection = "/v1/hubs/{hub}/endpoints"
    private static let item = collection + "/{id}"

    static let all = [
        Route(.post, collection, "addEndpoint", add),
        Route(.get, collection, "listEndpoints", query: ["state"] + ListParameter.all, list),
        Route(.get, item, "getEndpoint", get),
        Route(.patch, item, "updateEndpoint", update),
        Route(.post, item + "/drain", "drainEndpoint", drain),
        Route(.post, item + "/retire", "retireEndpoint", retire),
    ]

    @Sendable private static func add(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let hub = try exchange.hub
        let endpoint = try await exchange.control.endpoints.add(caller, hub, exchange.decode(EndpointCreation.self))
        return try .created(endpoint, at: ["v1", "hubs", hub.text, "endpoints", String(endpoint.id)])
    }

    @Sendable private static func list(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let state = try exchange.query.word("state", EndpointState.self)
        return try await exchange.reply(
            exchange.control.endpoints.list(caller, exchange.hub, state: state, exchange.page())
        )
    }

    @Sendable private static func get(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await .resource(exchange.control.endpoints.get(caller, exchange.hub, id: id(exchange)))
    }

    @Sendable private static func update(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await .resource(
            exchange.control.endpoints.update(
                caller,
                exchange.hub,
                id: id(exchange),
                exchange.decode(EndpointPatch.self),
                exchange.fields.precondition()
            )
        )
    }

    @Sendable private static func drain(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await .resource(
            exchange.control.endpoints.drain(
                caller,
                exchange.hub,
                id: id(exchange),
                exchange.decodeIfPresent(EndpointTransition.self) ?? EndpointTransition(),
                exchange.fields.precondition()
            )
        )
    }

    @Sendable private static func retire(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await .resource(
            exchange.control.endpoints.retire(
                caller,
                exchange.hub,
                id: id(exchange),
                exchange.decodeIfPresent(EndpointTransition.self) ?? EndpointTransition(),
                exchange.fields.precondition()
            )
        )
    }

    /// The id in the path, in its one spelling.
    private static func id(_ exchange: Exchange) throws(HubError) -> Int {
        let text = exchange.parameters[1]
        guard let id = Int(text), id > 0, String(id) == text else {
            throw HubError(
                .argumentInvalid,
                "'\(VisibleText.show(text, limit: 64))' is not an endpoint's id: a whole number from 1.",
                target: "id"
            )
        }
        return id
    }
}
