import HTTPTypes
import HubControl
import HubModel

extension Route {
    typealias HubAction = @Sendable (Exchange, Caller, HubResource) async throws(HubError) -> Reply

    private static let subscription = "/subscriptions/{subscriptionId}"
    static let hubs = "/providers/Microsoft.Devices/IotHubs"

    /// A route for bearers of an access token, which names its version.
    static func versioned(
        _ method: HTTPRequest.Method,
        _ template: String,
        _ operationID: String,
        query: [String] = [],
        _ action: @escaping SignedInAction
    ) -> Route {
        Route(management: method, template, operationID, query: [VersionParameter.name] + query) {
            (exchange, caller) throws(HubError) in
            try VersionParameter.check(exchange.query)
            return try await action(exchange, caller)
        }
    }

    /// A route below the one subscription that there is.
    static func inSubscription(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ operationID: String,
        query: [String] = [],
        _ action: @escaping SignedInAction
    ) -> Route {
        versioned(method, subscription + path, operationID, query: query) { (exchange, caller) throws(HubError) in
            let id = exchange.parameters[0]
            guard id.lowercased() == exchange.control.tenancy.subscriptionID else {
                throw HubError(
                    .resourceNotFound,
                    as: .subscriptionNotFound,
                    "The subscription '\(VisibleText.show(id, limit: 64))' could not be found."
                )
            }
            return try await action(exchange, caller)
        }
    }

    /// A route of a hub, which is in the resource group of the path.
    static func onHub(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ operationID: String,
        query: [String] = [],
        _ action: @escaping HubAction
    ) -> Route {
        let template = "/resourceGroups/{resourceGroupName}" + hubs + "/{resourceName}" + path
        return inSubscription(method, template, operationID, query: query) { (exchange, caller) throws(HubError) in
            let (group, name) = (exchange.parameters[1], exchange.parameters[2])
            let missing = HubError(
                .resourceNotFound,
                "The Resource 'Microsoft.Devices/IotHubs/\(VisibleText.show(name, limit: 64))' under resource group "
                    + "'\(VisibleText.show(group, limit: 100))' was not found. For more details please go to "
                    + "https://aka.ms/ARMResourceNotFoundFix"
            )
            guard HubName.accepts(name) else { throw missing }
            do throws(HubError) {
                let hub = try await exchange.control.hubs.get(caller, HubName(checked: name))
                guard hub.resourceGroup.lowercased() == group.lowercased() else { throw missing }
                return try await action(exchange, caller, hub)
            } catch  where error.code == .hubNotFound {
                throw missing
            }
        }
    }
}

/// The query parameter that every request of Azure Resource Manager's API has.
enum VersionParameter {
    static let name = "api-version"

    /// Throws unless a version is named; all of the form `YYYY-MM-DD`, with or without `-preview`, mean the same here.
    static func check(_ query: QueryParameters) throws(HubError) {
        guard let value = query[name] else {
            throw HubError(
                .argumentInvalid,
                as: .missingVersion,
                "The api-version query parameter (?api-version=) is required for all requests."
            )
        }
        guard isVersion(value) else {
            throw HubError(
                .argumentInvalid,
                as: .invalidVersion,
                "The api-version '\(VisibleText.show(value, limit: 40))' is not of the form YYYY-MM-DD or "
                    + "YYYY-MM-DD-preview."
            )
        }
    }

    private static func isVersion(_ value: String) -> Bool {
        let preview = "-preview"
        let day = value.lowercased().hasSuffix(preview) ? value.dropLast(preview.count) : value[...]
        return Timestamp(day + "T00:00:00Z") != nil
    }
}
