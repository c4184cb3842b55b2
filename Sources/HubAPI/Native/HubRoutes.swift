import HTTPTypes
import HubControl
import HubModel
import NIOCore

/// `/v1/hubs` and what belongs to a hub itself.
enum HubRoutes {
    static let all = [
        Route(.post, "/v1/hubs", "createHub", create),
        Route(.get, "/v1/hubs", "listHubs", query: ListParameter.all, list),
        Route(.get, "/v1/hubs/{hub}", "getHub", get),
        Route(.patch, "/v1/hubs/{hub}", "updateHub", update),
        Route(.delete, "/v1/hubs/{hub}", "deleteHub", delete),
        Route(.get, "/v1/hubs/{hub}/deviceStreams", "getDeviceStreams", deviceStreams),
    ]

    @Sendable private static func create(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let hub = try await exchange.control.hubs.create(caller, exchange.decode(HubCreation.self))
        return try .created(hub, at: ["v1", "hubs", hub.name.text])
    }

    @Sendable private static func list(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await exchange.reply(exchange.control.hubs.list(caller, exchange.page()))
    }

    @Sendable private static func get(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await .resource(exchange.control.hubs.get(caller, exchange.hub))
    }

    @Sendable private static func update(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await .resource(
            exchange.control.hubs.update(
                caller,
                exchange.hub,
                exchange.decode(HubPatch.self),
                exchange.fields.precondition()
            )
        )
    }

    @Sendable private static func delete(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await exchange.control.hubs.delete(caller, exchange.hub, exchange.fields.precondition())
        return .noContent
    }

    @Sendable private static func deviceStreams(
        _ exchange: Exchange,
        _ caller: Caller
    ) async throws(HubError) -> Reply {
        let document = try await exchange.control.hubs.deviceStreamsDocument(caller, exchange.hub)
        return Reply(
            contentType: Reply.json,
            body: .bytes(ByteBuffer(bytes: document.bytes)),
            validator: .tag(document.etag)
        )
    }
}
