import HTTPTypes
import HubControl
import HubModel

/// `Microsoft.Devices`: what it offers, and which names of hubs are free.
enum ProviderRoutes {
    private static let provider = "/providers/Microsoft.Devices"

    static let all = [
        Route.versioned(.get, provider + "/operations", "listOperations", operations),
        Route.inSubscription(.get, provider, "getProvider", get),
        Route.inSubscription(.post, provider + "/checkNameAvailability", "checkNameAvailability", checkName),
    ]

    private struct Operation: Encodable {
        struct Display: Encodable {
            let provider = "Microsoft Devices"
            let resource = "IotHubs"
            let operation: String
            let description: String
        }

        let name: String
        let display: Display

        init(_ name: String, _ operation: String) {
            self.name = "Microsoft.Devices/" + name
            display = Display(operation: operation, description: operation)
        }
    }

    private struct Provider: Encodable {
        struct ResourceType: Encodable {
            let resourceType = "IotHubs"
            let locations: [String]
            /// Those of Azure that have device streams or are the standard of an SDK; every other means the same.
            let apiVersions = ["2023-06-30-preview", "2023-06-30", "2021-07-02", "2019-07-01-preview"]
            let capabilities = "SupportsTags"
        }

        let id: String
        let namespace = "Microsoft.Devices"
        let registrationState = "Registered"
        let resourceTypes: [ResourceType]
    }

    private struct NameQuestion: Decodable {
        let name: String
    }

    private struct NameAnswer: Encodable {
        let nameAvailable: Bool
        let reason: String
        let message: String?

        enum CodingKeys: String, CodingKey { case nameAvailable, reason, message }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(nameAvailable, forKey: .nameAvailable)
            try container.encode(reason, forKey: .reason)
            try container.encode(message, forKey: .message)
        }
    }

    @Sendable private static func operations(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try .list([
            Operation("IotHubs/Read", "Get a hub, or the hubs"),
            Operation("IotHubs/Write", "Create or change a hub"),
            Operation("IotHubs/Delete", "Delete a hub"),
            Operation("IotHubs/listkeys/Action", "Read the keys of a hub"),
            Operation("IotHubs/iotHubStats/Read", "Count the devices of a hub"),
            Operation("IotHubs/quotaMetrics/Read", "Read the quotas of a hub"),
            Operation("IotHubs/skus/Read", "List the tiers of a hub"),
            Operation("IotHubs/routingEndpointsHealth/Read", "Read the health of routing endpoints"),
            Operation("IotHubs/eventHubEndpoints/consumerGroups/Read", "List the consumer groups of a hub"),
            Operation("IotHubs/eventHubEndpoints/consumerGroups/Write", "Create a consumer group of a hub"),
            Operation("IotHubs/eventHubEndpoints/consumerGroups/Delete", "Delete a consumer group of a hub"),
            Operation("checkNameAvailability/Action", "Ask whether the name of a hub is free"),
        ])
    }

    @Sendable private static func get(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let control = exchange.control
        return try .content(
            Provider(
                id: "/subscriptions/\(control.tenancy.subscriptionID)" + provider,
                resourceTypes: [.init(locations: control.hubs.regionNames)]
            )
        )
    }

    /// Azure answers `Invalid` also where a name is free, and its clients look at `nameAvailable` alone.
    @Sendable private static func checkName(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let name = try exchange.decode(NameQuestion.self).name
        guard HubName.accepts(name) else {
            let message = "'\(VisibleText.show(name, limit: 64))' is not a hub name: \(HubName.rule)."
            return try .content(NameAnswer(nameAvailable: false, reason: "Invalid", message: message))
        }
        let isFree = try exchange.control.hubs.isFree(caller, HubName(checked: name))
        return try .content(
            isFree
                ? NameAnswer(nameAvailable: true, reason: "Invalid", message: nil)
                : NameAnswer(
                    nameAvailable: false,
                    reason: "AlreadyExists",
                    message: "IotHub name '\(name)' is not available"
                )
        )
    }
}
