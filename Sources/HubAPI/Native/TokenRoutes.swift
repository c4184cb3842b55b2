import HTTPTypes
import HubControl
import HubModel

/// `/v1/tokens`.
enum TokenRoutes {
    private static let collection = "/v1/tokens"
    private static let item = collection + "/{id}"

    static let all = [
        Route(.post, collection, "createToken", create),
        Route(.get, collection, "listTokens", query: ListParameter.all, list),
        Route(.get, collection + "/self", "getOwnToken", own),
        Route(.get, item, "getToken", get),
        Route(.delete, item, "revokeToken", revoke),
    ]

    @Sendable private static func create(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let token = try await exchange.control.tokens.create(caller, exchange.decode(TokenCreation.self))
        var reply = try Reply.secret(token)
        reply.status = .created
        reply.fields[.location] = Reply.path(["v1", "tokens", token.id.text])
        return reply
    }

    @Sendable private static func list(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await exchange.reply(exchange.control.tokens.list(caller, exchange.page()))
    }

    @Sendable private static func own(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await .content(exchange.control.tokens.own(caller))
    }

    @Sendable private static func get(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await .content(exchange.control.tokens.get(caller, id(exchange)))
    }

    @Sendable private static func revoke(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await exchange.control.tokens.revoke(caller, id(exchange))
        return .noContent
    }

    private static func id(_ exchange: Exchange) throws(HubError) -> TokenID {
        try exchange.id(TokenID.self, target: "id")
    }
}
