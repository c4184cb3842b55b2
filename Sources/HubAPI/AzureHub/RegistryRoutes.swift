import HTTPTypes
import HubControl
import HubModel

/// `/devices` and `/statistics`: the identity registry.
enum RegistryRoutes {
    private static let collection = "/devices"
    private static let item = collection + "/{deviceId}"
    /// A device may have the name of a collection; what is asked of the collection is a `POST`.
    private static let itemCalledQuery = collection + "/query"

    static let all =
        [
            Route(foreign: .get, collection, "getDevices", query: ["top"], list),
            Route(foreign: .post, collection, "bulkCRUD", body: .json, change),
            Route(foreign: .get, "/statistics/devices", "getDeviceStatistics", statistics),
            Route(foreign: .get, "/statistics/service", "getServiceStatistics", serviceStatistics),
        ]
        + [item, itemCalledQuery].flatMap { path in
            [
                Route(foreign: .get, path, "getIdentity", get),
                Route(foreign: .put, path, "createOrUpdateIdentity", body: .json, put),
                Route(foreign: .delete, path, "deleteIdentity", delete),
            ]
        }

    @Sendable private static func list(_ exchange: Exchange) async throws(HubError) -> Reply {
        try await .service(
            exchange.control.registry.devices(exchange.signature, top: exchange.query.number("top"))
        )
    }

    @Sendable private static func get(_ exchange: Exchange) async throws(HubError) -> Reply {
        let device = try await exchange.control.registry.device(exchange.signature, exchange.device)
        return try .service(device, tag: device.etag)
    }

    @Sendable private static func put(_ exchange: Exchange) async throws(HubError) -> Reply {
        let device = try await exchange.control.registry.put(
            exchange.signature,
            exchange.device,
            exchange.decode(RegistryDeviceRequest.self),
            exchange.precondition
        )
        return try .service(device, tag: device.etag)
    }

    @Sendable private static func delete(_ exchange: Exchange) async throws(HubError) -> Reply {
        try await exchange.control.registry.delete(
            exchange.signature,
            exchange.device,
            exchange.precondition
        )
        return .noContent
    }

    @Sendable private static func change(_ exchange: Exchange) async throws(HubError) -> Reply {
        let report = try await exchange.control.registry.change(
            exchange.signature,
            exchange.decode([RegistryBulkItem].self)
        )
        var reply = try Reply.service(report)
        reply.status = report.isSuccessful ? .ok : .badRequest
        return reply
    }

    @Sendable private static func statistics(_ exchange: Exchange) async throws(HubError) -> Reply {
        try await .service(exchange.control.registry.statistics(exchange.signature))
    }

    @Sendable private static func serviceStatistics(_ exchange: Exchange) async throws(HubError) -> Reply {
        try await .service(exchange.control.registry.serviceStatistics(exchange.signature))
    }
}
