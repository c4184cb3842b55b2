import HTTPTypes
import HubControl
import HubModel

/// The consumer groups of a hub's event endpoint.
///
/// PUT and DELETE answer 200: the only status that Azure's clients take there.
enum ConsumerGroupRoutes {
    private static let collection = "/eventHubEndpoints/{eventHubEndpointName}/ConsumerGroups"
    private static let item = collection + "/{name}"

    static let all = [
        Route.onHub(.get, collection, "listConsumerGroups", query: ListParameter.all, list),
        Route.onHub(.get, item, "getConsumerGroup", get),
        Route.onHub(.put, item, "putConsumerGroup", put),
        Route.onHub(.delete, item, "deleteConsumerGroup", delete),
    ]

    private static let endpoint = "events"

    private struct Group: Encodable {
        struct Properties: Encodable {
            let created: Timestamp
        }

        let id: String
        let name: String
        let type = "Microsoft.Devices/IotHubs/EventHubEndpoints/ConsumerGroups"
        let properties: Properties

        init(_ group: ConsumerGroup, _ hub: HubResource, _ tenancy: Tenancy) {
            name = group.name.text
            id = IotHubDescription.id(hub, tenancy) + "/eventHubEndpoints/\(endpoint)/ConsumerGroups/\(name)"
            properties = Properties(created: group.createdAt)
        }
    }

    /// What newer clients send: the name once more.
    private struct Body: Decodable {
        struct Properties: Decodable {
            let name: String?
        }

        let properties: Properties?
    }

    @Sendable private static func list(
        _ exchange: Exchange,
        _ caller: Caller,
        _ hub: HubResource
    ) async throws(HubError) -> Reply {
        try requireEvents(exchange)
        let tenancy = exchange.control.tenancy
        let page = try await exchange.control.consumerGroups.list(caller, hub.name, exchange.page())
        return try exchange.reply(page) { Group($0, hub, tenancy) }
    }

    @Sendable private static func get(
        _ exchange: Exchange,
        _ caller: Caller,
        _ hub: HubResource
    ) async throws(HubError) -> Reply {
        try requireEvents(exchange)
        let group = try await exchange.control.consumerGroups.get(caller, hub.name, present(exchange, hub))
        return try .content(Group(group, hub, exchange.control.tenancy))
    }

    @Sendable private static func put(
        _ exchange: Exchange,
        _ caller: Caller,
        _ hub: HubResource
    ) async throws(HubError) -> Reply {
        try requireEvents(exchange)
        let name = try exchange.id(ConsumerGroupName.self, target: "name")
        let body = try exchange.decodeIfPresent(Body.self)
        guard body?.properties?.name?.lowercased() ?? name.key == name.key else {
            throw HubError(
                .argumentInvalid,
                "The body is for another consumer group than '\(name)', which the path names.",
                target: "properties.name"
            )
        }
        let group = try await exchange.control.consumerGroups.put(caller, hub.name, name)
        return try .content(Group(group, hub, exchange.control.tenancy))
    }

    @Sendable private static func delete(
        _ exchange: Exchange,
        _ caller: Caller,
        _ hub: HubResource
    ) async throws(HubError) -> Reply {
        try requireEvents(exchange)
        try await exchange.control.consumerGroups.delete(caller, hub.name, present(exchange, hub))
        return Reply()
    }

    /// A name that could not be one is that of no group, as every other that there is not.
    private static func present(_ exchange: Exchange, _ hub: HubResource) throws(HubError) -> ConsumerGroupName {
        let name = exchange.parameters[4]
        guard ConsumerGroupName.accepts(name) else { throw .noConsumerGroup(name, hub.name) }
        return ConsumerGroupName(checked: name)
    }

    private static func requireEvents(_ exchange: Exchange) throws(HubError) {
        let name = exchange.parameters[3]
        guard name.lowercased() == endpoint else {
            throw HubError(
                .resourceNotFound,
                "There is no event endpoint '\(VisibleText.show(name, limit: 64))'; there is '\(endpoint)'."
            )
        }
    }
}
