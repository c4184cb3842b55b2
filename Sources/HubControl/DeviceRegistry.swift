package import HubModel
import HubStore
import Logging

/// The devices of the hubs.
package struct DeviceRegistry: Sendable {
    let hubs: HubDirectory
    let connections: DeviceConnections

    /// The devices that match, by id in byte order.
    package func list(
        _ caller: Caller,
        _ hub: HubName,
        _ filter: DeviceFilter,
        _ page: PageRequest
    ) async throws(HubError) -> ListPage<DeviceResource> {
        try caller.require(.reader)
        let id = try hubs.snapshot(caller, hub).hub.id
        let after = try page.key().map { key throws(HubError) in try DeviceID(key, target: "$skiptoken") }
        let rows = try await hubs.store.read { (reading) throws(HubError) in
            try reading.devices(hub: id, matching: filter, after: after, limit: page.top + 1)
        }
        return ListPage(rows.map { complete($0.resource, hub) }, top: page.top) { $0.deviceId.text }
    }

    package func get(_ caller: Caller, _ hub: HubName, _ device: DeviceID) async throws(HubError) -> DeviceResource {
        try caller.require(.reader)
        let id = try hubs.snapshot(caller, hub).hub.id
        let resource = try await hubs.store.read { (reading) throws(HubError) in
            guard let row = try reading.device(hub: id, device) else { throw HubError.noDevice(device, hub) }
            return row.resource
        }
        return complete(resource, hub)
    }

    package func create(
        _ caller: Caller,
        _ hub: HubName,
        _ creation: DeviceCreation
    ) async throws(HubError) -> DeviceResource {
        try requireOperator(caller, hub, choosesKeys: creation.authentication?.choosesKeys ?? false)
        let draft = try DeviceDraft(creation, hubs.world)
        let row = try await hubs.store.write { (writing) throws(HubError) in
            let hubRow = try writing.existingHub(hub)
            try draft.insert(writing, hubRow, count: hubRow.deviceCount)
            return draft.row
        }
        log("device created", caller, hub, creation.deviceId)
        return row.resource
    }

    package func update(
        _ caller: Caller,
        _ hub: HubName,
        _ device: DeviceID,
        _ patch: DevicePatch,
        _ precondition: Precondition
    ) async throws(HubError) -> DeviceResource {
        try requireOperator(caller, hub, choosesKeys: patch.authentication?.choosesKeys ?? false)
        let world = hubs.world
        let (before, resource, change) = try await hubs.store.write { (writing) throws(HubError) in
            let hubRow = try writing.existingHub(hub)
            guard let row = try writing.device(hub: hubRow.id, device) else { throw HubError.noDevice(device, hub) }
            try precondition.check(row.etag)
            let keys = try writing.deviceKeys(hub: hubRow.id, device)
            var draft = DeviceDraft(row, keys: keys)
            try draft.apply(patch, world)
            try draft.save(writing, hubRow.id, insteadOf: row, keys, world)
            return (row, draft.row, draft.changesCredentials(of: row, keys))
        }
        publish(hub, before, resource, changesCredentials: change)
        log("device changed", caller, hub, device)
        return complete(resource.resource, hub)
    }

    package func delete(
        _ caller: Caller,
        _ hub: HubName,
        _ device: DeviceID,
        _ precondition: Precondition
    ) async throws(HubError) {
        try requireOperator(caller, hub, choosesKeys: false)
        try await hubs.store.write { (writing) throws(HubError) in
            let id = try writing.existingHub(hub).id
            guard let row = try writing.device(hub: id, device) else { throw HubError.noDevice(device, hub) }
            try precondition.check(row.etag)
            _ = try writing.deleteDevice(hub: id, device)
        }
        hubs.revocations.publish(.device(hub, device, .deviceNotFound))
        log("device deleted", caller, hub, device)
    }

    package func keys(_ caller: Caller, _ hub: HubName, _ device: DeviceID) async throws(HubError) -> KeyPair {
        try caller.require(.reader, in: hub)
        try caller.require(.keys)
        let id = try hubs.snapshot(caller, hub).hub.id
        let keys = try await hubs.store.read { (reading) throws(HubError) in
            guard try reading.device(hub: id, device) != nil else { throw HubError.noDevice(device, hub) }
            guard let keys = try reading.deviceKeys(hub: id, device) else { throw HubError.noKeys(device) }
            return keys
        }
        log("device keys read", caller, hub, device)
        return keys
    }

    /// Makes a new key in one slot; the old one stops working at once.
    package func rotate(
        _ caller: Caller,
        _ hub: HubName,
        _ device: DeviceID,
        _ rotation: KeyRotation,
        _ precondition: Precondition
    ) async throws(HubError) -> KeyPair {
        try requireOperator(caller, hub, choosesKeys: true)
        let world = hubs.world
        let keys = try await hubs.store.write { (writing) throws(HubError) in
            let id = try writing.existingHub(hub).id
            guard var row = try writing.device(hub: id, device) else { throw HubError.noDevice(device, hub) }
            try precondition.check(row.etag)
            guard var keys = try writing.deviceKeys(hub: id, device) else { throw HubError.noKeys(device) }
            switch rotation.key {
            case .primary: keys.primaryKey = world.newKey()
            case .secondary: keys.secondaryKey = world.newKey()
            }
            row.etag = world.newETag()
            row.identityETag = world.newETag()
            row.updatedAt = world.now
            try writing.updateDevice(hub: id, row)
            try writing.setDeviceKeys(hub: id, device, keys)
            return keys
        }
        hubs.revocations.publish(.deviceKey(hub, device, rotation.key))
        log("device key rotated", caller, hub, device)
        return keys
    }

    /// What a device needs to reach the hub.
    ///
    /// `sdk` leaves the port out, for SDKs that fix their ports.
    package func connectionString(
        _ caller: Caller,
        _ hub: HubName,
        _ device: DeviceID,
        _ slot: KeySlot,
        sdk: Bool
    ) async throws(HubError) -> ConnectionStringResource {
        let keys = try await keys(caller, hub, device)
        return hubs.connectionString(hub, .device(device), keys[slot], sdk: sdk)
    }

    /// Begins to read devices, a line each.
    package func beginImport(
        _ caller: Caller,
        _ hub: HubName,
        mode: ImportMode
    ) async throws(HubError) -> DeviceImport {
        try requireOperator(caller, hub, choosesKeys: false)
        _ = try hubs.snapshot(caller, hub)
        return DeviceImport(
            store: hubs.store,
            hub: hub,
            mode: mode,
            mayChooseKeys: caller.rights.contains(.keys),
            revocations: hubs.revocations,
            world: hubs.world
        )
    }

    /// Begins to write all devices, a line each.
    package func export(_ caller: Caller, _ hub: HubName, withKeys: Bool) async throws(HubError) -> DeviceExport {
        try caller.require(.reader, in: hub)
        if withKeys { try caller.require(.keys) }
        let id = try hubs.snapshot(caller, hub).hub.id
        if withKeys {
            hubs.logger.notice(
                "keys of all devices read",
                metadata: ["hub.id": "\(hub)", "token.id": "\(caller.tokenID)"]
            )
        }
        return DeviceExport(store: hubs.store, hub: id, withKeys: withKeys)
    }

    private func requireOperator(_ caller: Caller, _ hub: HubName, choosesKeys: Bool) throws(HubError) {
        try caller.require(.operator, in: hub)
        if choosesKeys { try caller.require(.keys) }
    }

    /// Sends away whoever came by what a change took.
    private func publish(_ hub: HubName, _ before: DeviceRow, _ after: DeviceRow, changesCredentials: Bool) {
        if let revocation = Revocation(hub, before, after, changesCredentials: changesCredentials) {
            hubs.revocations.publish(revocation)
        }
    }

    private func complete(_ resource: DeviceResource, _ hub: HubName) -> DeviceResource {
        var resource = resource
        connections.complete(&resource, of: hub)
        return resource
    }

    private func log(_ message: String, _ caller: Caller, _ hub: HubName, _ device: DeviceID) {
        hubs.logger.info(
            "\(message)",
            metadata: ["hub.id": "\(hub)", "device.id": "\(device)", "token.id": "\(caller.tokenID)"]
        )
    }
}

extension HubError {
    static func noDevice(_ device: DeviceID, _ hub: HubName) -> HubError {
        HubError(.deviceNotFound, "The hub '\(hub)' has no device '\(device)'.", target: "deviceId")
    }

    static func disabled(_ device: DeviceRow) -> HubError {
        HubError(
            .deviceDisabled,
            "The device '\(device.deviceID)' is disabled"
                + (device.statusReason.map { ": \(VisibleText.show($0, limit: 200))." } ?? "."),
            target: "deviceId"
        )
    }

    static func noKeys(_ device: DeviceID) -> HubError {
        HubError(
            .resourceNotFound,
            "The device '\(device)' signs in with a certificate and has no keys.",
            target: "deviceId",
            hint: "Give it keys with: devicestream device update \(device) --auth-type sas"
        )
    }
}

extension DeviceAuthenticationRequest {
    /// Whether it carries keys that the caller chose.
    var choosesKeys: Bool { symmetricKey?.primaryKey != nil || symmetricKey?.secondaryKey != nil }
}

extension DeviceRow {
    /// The device as the REST API shows it.
    var resource: DeviceResource {
        DeviceResource(
            deviceId: deviceID,
            generationId: generationID,
            etag: etag,
            status: status,
            statusReason: statusReason,
            statusUpdatedTime: statusUpdatedAt,
            connectionState: connectionState,
            connectionStateUpdatedTime: connectionStateUpdatedAt,
            lastActivityTime: lastActivityAt,
            authentication: authentication,
            tags: tags.texts,
            createdAt: createdAt,
            updatedAt: updatedAt
        )
    }
}
