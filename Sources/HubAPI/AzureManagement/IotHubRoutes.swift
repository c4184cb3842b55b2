import HTTPTypes
import HubControl
import HubModel

/// `Microsoft.Devices/IotHubs`.
///
/// What Azure does for minutes is done here when it is answered, so that no answer names an operation to poll.
enum IotHubRoutes {
    private static let inGroup = "/resourceGroups/{resourceGroupName}" + Route.hubs
    private static let item = inGroup + "/{resourceName}"

    static let all = [
        Route.inSubscription(.get, Route.hubs, "listIotHubs", query: ListParameter.all, list),
        Route.inSubscription(.get, inGroup, "listIotHubsInGroup", query: ListParameter.all, listInGroup),
        Route.onHub(.get, "", "getIotHub", get),
        Route.inSubscription(.put, item, "putIotHub", put),
        Route.onHub(.patch, "", "updateIotHub", update),
        Route.inSubscription(.delete, item, "deleteIotHub", delete),
    ]

    @Sendable private static func list(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let tenancy = exchange.control.tenancy
        return try await exchange.reply(exchange.control.hubs.list(caller, exchange.page())) {
            IotHubDescription($0, tenancy)
        }
    }

    @Sendable private static func listInGroup(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let tenancy = exchange.control.tenancy
        let group = exchange.parameters[1]
        return try await exchange.reply(exchange.control.hubs.list(caller, group: group, exchange.page())) {
            IotHubDescription($0, tenancy)
        }
    }

    @Sendable private static func get(
        _ exchange: Exchange,
        _ caller: Caller,
        _ hub: HubResource
    ) async throws(HubError) -> Reply {
        try .resource(IotHubDescription(hub, exchange.control.tenancy))
    }

    @Sendable private static func put(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let body = try exchange.decode(IotHubBody.self)
        try body.check()
        guard let location = body.location else {
            throw HubError(
                .argumentInvalid,
                as: .locationRequired,
                "The location property is required for this definition."
            )
        }
        let creation = HubCreation(
            name: try HubName(exchange.parameters[2], target: "resourceName"),
            location: location,
            resourceGroup: exchange.parameters[1],
            tags: body.tags
        )
        let (hub, isNew) = try await exchange.control.hubs.put(caller, creation, exchange.fields.precondition())
        var reply = try Reply.resource(IotHubDescription(hub, exchange.control.tenancy))
        if isNew { reply.status = .created }
        return reply
    }

    @Sendable private static func update(
        _ exchange: Exchange,
        _ caller: Caller,
        _ hub: HubResource
    ) async throws(HubError) -> Reply {
        guard let tags = try exchange.decode(IotHubBody.self).tags else {
            throw HubError(.argumentInvalid, "The member 'tags' is missing; nothing else can be changed like this.")
        }
        let changed = try await exchange.control.hubs.setTags(
            caller,
            hub.name,
            tags,
            exchange.fields.precondition()
        )
        return try .resource(IotHubDescription(changed, exchange.control.tenancy))
    }

    /// Deleting what is not there is no error in Azure.
    @Sendable private static func delete(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let (group, name) = (exchange.parameters[1], exchange.parameters[2])
        guard HubName.accepts(name) else { return .noContent }
        do throws(HubError) {
            let hub = try await exchange.control.hubs.get(caller, HubName(checked: name))
            guard hub.resourceGroup.lowercased() == group.lowercased() else { return .noContent }
            try await exchange.control.hubs.delete(caller, hub.name, exchange.fields.precondition())
        } catch  where error.code == .hubNotFound {
            return .noContent
        }
        return .noContent
    }
}
