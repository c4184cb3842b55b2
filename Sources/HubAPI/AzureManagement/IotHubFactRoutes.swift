import HTTPTypes
import HubControl
import HubModel

/// What Azure's clients ask of a hub beside what it is.
enum IotHubFactRoutes {
    static let all = [
        Route.onHub(.get, "/IotHubStats", "getIotHubStats", statistics),
        Route.onHub(.get, "/quotaMetrics", "getIotHubQuotaMetrics", quotas),
        Route.onHub(.get, "/skus", "getIotHubSkus", skus),
        Route.onHub(.get, "/routingEndpointsHealth", "getIotHubEndpointHealth", health),
    ]

    private struct Quota: Encodable {
        let name: String
        let currentValue: Int
        /// `null` where there is none.
        let maxValue: Int?

        enum CodingKeys: String, CodingKey { case name, currentValue, maxValue }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(name, forKey: .name)
            try container.encode(currentValue, forKey: .currentValue)
            try container.encode(maxValue, forKey: .maxValue)
        }
    }

    private struct Sku: Encodable {
        /// There is one of each hub, and nothing to scale.
        struct Capacity: Encodable {
            let minimum = 1
            let maximum = 1
            let `default` = 1
            let scaleType = "None"
        }

        let resourceType = "Microsoft.Devices/IotHubs"
        let sku = IotHubDescription.Sku()
        let capacity = Capacity()
    }

    @Sendable private static func statistics(
        _ exchange: Exchange,
        _ caller: Caller,
        _ hub: HubResource
    ) async throws(HubError) -> Reply {
        try await .content(exchange.control.devices.statistics(caller, hub.name))
    }

    /// The hub counts no messages: it carries streams.
    @Sendable private static func quotas(
        _ exchange: Exchange,
        _ caller: Caller,
        _ hub: HubResource
    ) async throws(HubError) -> Reply {
        let devices = try await exchange.control.devices.statistics(caller, hub.name).totalDeviceCount
        return try .list([
            Quota(name: "TotalMessages", currentValue: 0, maxValue: nil),
            Quota(name: "TotalDeviceCount", currentValue: devices, maxValue: hub.properties.limits.devices),
        ])
    }

    @Sendable private static func skus(
        _ exchange: Exchange,
        _ caller: Caller,
        _ hub: HubResource
    ) async throws(HubError) -> Reply {
        try .list([Sku()])
    }

    /// There are no routing endpoints that could be ill.
    @Sendable private static func health(
        _ exchange: Exchange,
        _ caller: Caller,
        _ hub: HubResource
    ) async throws(HubError) -> Reply {
        try .list([String]())
    }
}
