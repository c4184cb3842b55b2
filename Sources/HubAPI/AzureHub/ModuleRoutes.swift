import HTTPTypes
import HubControl
import HubModel

/// `/devices/{deviceId}/modules`.
enum ModuleRoutes {
    private static let collection = "/devices/{deviceId}/modules"
    private static let item = collection + "/{moduleId}"

    static let all = [
        Route(foreign: .get, collection, "getModulesOnDevice", list),
        Route(foreign: .get, item, "getModule", get),
        Route(foreign: .put, item, "createOrUpdateModule", body: .json, put),
        Route(foreign: .delete, item, "deleteModule", delete),
    ]

    @Sendable private static func list(_ exchange: Exchange) async throws(HubError) -> Reply {
        try await .service(exchange.control.modules.list(exchange.signature, exchange.device))
    }

    @Sendable private static func get(_ exchange: Exchange) async throws(HubError) -> Reply {
        let module = try await exchange.control.modules.module(
            exchange.signature,
            exchange.device,
            exchange.id(ModuleID.self, target: "moduleId")
        )
        return try .service(module, tag: module.etag)
    }

    @Sendable private static func put(_ exchange: Exchange) async throws(HubError) -> Reply {
        let module = try await exchange.control.modules.put(
            exchange.signature,
            exchange.device,
            exchange.id(ModuleID.self, target: "moduleId"),
            exchange.decode(RegistryDeviceRequest.self),
            exchange.precondition
        )
        return try .service(module, tag: module.etag)
    }

    @Sendable private static func delete(_ exchange: Exchange) async throws(HubError) -> Reply {
        try await exchange.control.modules.delete(
            exchange.signature,
            exchange.device,
            exchange.id(ModuleID.self, target: "moduleId"),
            exchange.precondition
        )
        return .noContent
    }
}
