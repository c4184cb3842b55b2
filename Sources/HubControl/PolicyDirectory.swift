package import HubModel
import HubStore
import Logging

/// The shared access policies of the hubs and their keys.
package struct PolicyDirectory: Sendable {
    let hubs: HubDirectory

    package func list(
        _ caller: Caller,
        _ hub: HubName,
        _ page: PageRequest
    ) async throws(HubError) -> ListPage<PolicyResource> {
        try caller.require(.reader)
        let id = try hubs.snapshot(caller, hub).hub.id
        let rows = try await hubs.store.read { (reading) throws(HubError) in try reading.policies(hub: id) }
        var resources: [PolicyResource] = []
        for row in rows { resources.append(try Self.resource(row)) }
        return try ListPage(of: resources, page) { $0.name.text }
    }

    package func get(_ caller: Caller, _ hub: HubName, _ name: PolicyName) async throws(HubError) -> PolicyResource {
        try caller.require(.reader)
        let id = try hubs.snapshot(caller, hub).hub.id
        let row = try await hubs.store.read { (reading) throws(HubError) in
            try Self.row(reading.policy(hub: id, name), name, hub)
        }
        return try Self.resource(row)
    }

    package func keys(_ caller: Caller, _ hub: HubName, _ name: PolicyName) async throws(HubError) -> KeyPair {
        try caller.require(.reader, in: hub)
        try caller.require(.keys)
        let id = try hubs.snapshot(caller, hub).hub.id
        let keys = try await hubs.store.read { (reading) throws(HubError) in
            guard let keys = try reading.policyKeys(hub: id, name) else { throw HubError.noPolicy(name, hub) }
            return keys
        }
        log("policy keys read", caller, hub, name)
        return keys
    }

    /// Makes a new key in one slot; the old one stops working at once.
    package func rotate(
        _ caller: Caller,
        _ hub: HubName,
        _ name: PolicyName,
        _ rotation: KeyRotation,
        _ precondition: Precondition
    ) async throws(HubError) -> KeyPair {
        try caller.require(.owner, in: hub)
        try caller.require(.keys)
        let id = try hubs.snapshot(caller, hub).hub.id
        let key = hubs.world.newKey()
        let now = hubs.world.now
        let keys = try await hubs.store.write { (writing) throws(HubError) in
            let row = try Self.row(writing.policy(hub: id, name), name, hub)
            try precondition.check(Self.resource(row).etag)
            try writing.setPolicyKey(hub: id, name, rotation.key, key, at: now)
            guard let keys = try writing.policyKeys(hub: id, name) else { throw HubError.noPolicy(name, hub) }
            return keys
        }
        hubs.revocations.publish(.policyKey(hub, name, rotation.key))
        log("policy key rotated", caller, hub, name)
        return keys
    }

    /// What a service needs to reach the hub.
    ///
    /// `sdk` leaves the port out, for the Azure SDKs, which fix their ports.
    package func connectionString(
        _ caller: Caller,
        _ hub: HubName,
        _ name: PolicyName,
        _ slot: KeySlot,
        sdk: Bool
    ) async throws(HubError) -> ConnectionStringResource {
        let keys = try await keys(caller, hub, name)
        return hubs.connectionString(hub, .policy(name), keys[slot], sdk: sdk)
    }

    private static func row(_ row: PolicyRow?, _ name: PolicyName, _ hub: HubName) throws(HubError) -> PolicyRow {
        guard let row else { throw .noPolicy(name, hub) }
        return row
    }

    private static func resource(_ row: PolicyRow) throws(HubError) -> PolicyResource {
        var resource = PolicyResource(
            name: row.name,
            rights: row.rights,
            etag: "",
            createdAt: row.createdAt,
            updatedAt: row.updatedAt
        )
        resource.etag = try EntityTag.of(resource)
        return resource
    }

    private func log(_ message: String, _ caller: Caller, _ hub: HubName, _ name: PolicyName) {
        hubs.logger.notice(
            "\(message)",
            metadata: ["hub.id": "\(hub)", "policy.name": "\(name)", "token.id": "\(caller.tokenID)"]
        )
    }
}

extension KeyPair {
    /// The key in a slot.
    subscript(slot: KeySlot) -> Secret {
        switch slot {
        case .primary: primaryKey
        case .secondary: secondaryKey
        }
    }
}

extension HubError {
    static func noPolicy(_ name: PolicyName, _ hub: HubName) -> HubError {
        HubError(
            .resourceNotFound,
            "The hub '\(hub)' has no policy '\(name)'.",
            target: "name",
            hint: "List the policies with: devicestream policy list --name \(hub)"
        )
    }
}

extension HubDirectory {
    func connectionString(
        _ hub: HubName,
        _ identity: ConnectionString.Identity,
        _ key: Secret,
        sdk: Bool
    ) -> ConnectionStringResource {
        let host = naming.mainHost(hub)
        let text = ConnectionString(hostName: sdk ? host : naming.authority(host), identity: identity, key: key).text
        return ConnectionStringResource(connectionString: text)
    }
}
