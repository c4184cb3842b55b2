import HTTPTypes
import HubControl
import HubModel

/// `/twins/{deviceId}`, and the same of a module.
enum TwinRoutes {
    static let all = ["/twins/{deviceId}", "/twins/{deviceId}/modules/{moduleId}"].flatMap { path in
        [
            Route(foreign: .get, path, "getTwin", get),
            Route(foreign: .patch, path, "updateTwin", body: .json, update),
            Route(foreign: .put, path, "replaceTwin", body: .json, replace),
        ]
    }

    @Sendable private static func get(_ exchange: Exchange) async throws(HubError) -> Reply {
        let twin = try await exchange.control.twins.twin(exchange.signature, exchange.identity)
        return try .service(twin, tag: twin.etag)
    }

    @Sendable private static func update(_ exchange: Exchange) async throws(HubError) -> Reply {
        let twin = try await exchange.control.twins.merge(
            exchange.signature,
            exchange.identity,
            exchange.decode(TwinUpdate.self),
            exchange.precondition
        )
        return try .service(twin, tag: twin.etag)
    }

    @Sendable private static func replace(_ exchange: Exchange) async throws(HubError) -> Reply {
        let twin = try await exchange.control.twins.replace(
            exchange.signature,
            exchange.identity,
            exchange.decode(TwinUpdate.self),
            exchange.precondition
        )
        return try .service(twin, tag: twin.etag)
    }
}
