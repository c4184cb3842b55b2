import HTTPTypes
import HubControl
import HubModel

/// The shared access policies of a hub, with their keys.
enum IotHubKeyRoutes {
    static let all = [
        Route.onHub(.post, "/listkeys", "listIotHubKeys", list),
        Route.onHub(.post, "/IotHubKeys/{keyName}/listkeys", "getIotHubKey", get),
    ]

    private struct Rule: Encodable {
        let keyName: String
        let primaryKey: String
        let secondaryKey: String
        let rights: String

        /// Azure leaves `RegistryRead` out where `RegistryWrite` is, which includes it.
        init(_ policy: PolicyResource, _ keys: KeyPair) {
            keyName = policy.name.text
            primaryKey = keys.primaryKey.base64
            secondaryKey = keys.secondaryKey.base64
            rights = policy.rights
                .filter { $0 != .registryRead || !policy.rights.contains(.registryWrite) }
                .map(\.rawValue).joined(separator: ", ")
        }
    }

    @Sendable private static func list(
        _ exchange: Exchange,
        _ caller: Caller,
        _ hub: HubResource
    ) async throws(HubError) -> Reply {
        let policies = exchange.control.policies
        var rules: [Rule] = []
        var page = try PageRequest(top: PageRequest.maximumTop)
        while true {
            let found = try await policies.list(caller, hub.name, page)
            for policy in found.value {
                rules.append(Rule(policy, try await policies.keys(caller, hub.name, policy.name)))
            }
            guard let next = found.next else { break }
            page = try PageRequest(top: PageRequest.maximumTop, skipToken: next)
        }
        return try .secret(ManagementList(value: rules))
    }

    @Sendable private static func get(
        _ exchange: Exchange,
        _ caller: Caller,
        _ hub: HubResource
    ) async throws(HubError) -> Reply {
        let name = try exchange.id(PolicyName.self, target: "keyName")
        let policies = exchange.control.policies
        let policy = try await policies.get(caller, hub.name, name)
        return try .secret(Rule(policy, await policies.keys(caller, hub.name, name)))
    }
}
