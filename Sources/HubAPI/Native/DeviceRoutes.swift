import HTTPTypes
import HubControl
import HubModel

/// `/v1/hubs/{hub}/devices`.
enum DeviceRoutes {
    private static let collection = "/v1/hubs/{hub}/devices"
    private static let item = collection + "/{id}"

    static let all = [
        Route(.post, collection, "createDevice", create),
        Route(
            .get,
            collection,
            "listDevices",
            query: ["status", "connectionState", "tag", "prefix"] + ListParameter.all,
            list
        ),
        Route(.get, item, "getDevice", get),
        Route(.patch, item, "updateDevice", update),
        Route(.delete, item, "deleteDevice", delete),
        Route(.get, item + "/keys", "getDeviceKeys", keys),
        Route(.post, item + "/keys/rotate", "rotateDeviceKey", rotate),
        Route(
            .get,
            item + "/connectionString",
            "getDeviceConnectionString",
            query: KeyParameter.all,
            connectionString
        ),
    ]

    @Sendable private static func create(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let hub = try exchange.hub
        let device = try await exchange.control.devices.create(caller, hub, exchange.decode(DeviceCreation.self))
        return try .created(device, at: ["v1", "hubs", hub.text, "devices", device.deviceId.text])
    }

    @Sendable private static func list(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let filter = DeviceFilter(
            status: try exchange.query.word("status", DeviceStatus.self),
            connectionState: try exchange.query.word("connectionState", ConnectionState.self),
            tag: exchange.query["tag"].map(DeviceFilter.Tag.init),
            prefix: try exchange.query["prefix"].map(DeviceFilter.checkedPrefix)
        )
        return try await exchange.reply(
            exchange.control.devices.list(caller, exchange.hub, filter, exchange.page())
        )
    }

    @Sendable private static func get(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await .resource(exchange.control.devices.get(caller, exchange.hub, id(exchange)))
    }

    @Sendable private static func update(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await .resource(
            exchange.control.devices.update(
                caller,
                exchange.hub,
                id(exchange),
                exchange.decode(DevicePatch.self),
                exchange.fields.precondition()
            )
        )
    }

    @Sendable private static func delete(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await exchange.control.devices.delete(
            caller,
            exchange.hub,
            id(exchange),
            exchange.fields.precondition()
        )
        return .noContent
    }

    @Sendable private static func keys(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await .secret(exchange.control.devices.keys(caller, exchange.hub, id(exchange)))
    }

    @Sendable private static func rotate(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await .secret(
            exchange.control.devices.rotate(
                caller,
                exchange.hub,
                id(exchange),
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
            exchange.control.devices.connectionString(caller, exchange.hub, id(exchange), slot, sdk: sdk)
        )
    }

    private static func id(_ exchange: Exchange) throws(HubError) -> DeviceID {
        try exchange.id(DeviceID.self, target: "id")
    }
}
