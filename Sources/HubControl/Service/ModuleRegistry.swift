package import HubModel
import HubStore
import Logging
import StreamCore

/// The modules of devices: identities of their own, with keys and twins of their own.
///
/// A module that is registered signs in with its own credentials, and with those of its device no more.
package struct ModuleRegistry: Sendable {
    /// The most modules of a device, as in IoT Hub.
    static let maximumCount = 50

    let access: ServiceAccess
    let connections: DeviceConnections
    var hubs: HubDirectory { access.hubs }

    package func list(_ signature: ServiceSignature, _ device: DeviceID) async throws(HubError) -> [RegistryDevice] {
        let caller = try await access.authenticate(signature, .modules(of: device), .registryRead)
        let (hub, id) = (caller.hub, caller.hubID)
        let rows = try await hubs.store.read { (reading) throws(HubError) -> [(ModuleRow, KeyPair?)] in
            guard try reading.device(hub: id, device) != nil else { throw .noDevice(device, hub) }
            var rows: [(ModuleRow, KeyPair?)] = []
            for row in try reading.modules(hub: id, of: device) {
                rows.append((row, try reading.moduleKeys(hub: id, device, row.moduleID)))
            }
            return rows
        }
        return rows.map { shown($0.0, $0.1, hub) }
    }

    package func module(
        _ signature: ServiceSignature,
        _ device: DeviceID,
        _ module: ModuleID
    ) async throws(HubError) -> RegistryDevice {
        let identity = DeviceIdentity(device, module: module)
        let caller = try await access.authenticate(signature, .identity(identity), .registryRead)
        let (hub, id) = (caller.hub, caller.hubID)
        let (row, keys) = try await hubs.store.read { (reading) throws(HubError) -> (ModuleRow, KeyPair?) in
            guard let row = try reading.module(hub: id, device, module) else {
                throw try Self.missing(reading, identity, hub, id)
            }
            return (row, try reading.moduleKeys(hub: id, device, module))
        }
        log("module read with its keys", caller, identity)
        return shown(row, keys, hub)
    }

    /// Makes a module where nothing is demanded of the present state, and changes one otherwise.
    package func put(
        _ signature: ServiceSignature,
        _ device: DeviceID,
        _ module: ModuleID,
        _ request: @autoclosure () throws(HubError) -> RegistryDeviceRequest,
        _ precondition: Precondition
    ) async throws(HubError) -> RegistryDevice {
        let identity = DeviceIdentity(device, module: module)
        let caller = try await access.authenticate(signature, .identity(identity), .registryWrite)
        let request = try request()
        try request.check(identity)
        let asked = try request.authentication?.request
        guard asked?.type != .certificateAuthority else {
            throw HubError(
                .argumentInvalid,
                "Modules sign in with keys or with certificates known by their thumbprints.",
                target: "authentication.type"
            )
        }
        let (hub, id, world) = (caller.hub, caller.hubID, hubs.world)
        let managedBy = try Self.checked(request.managedBy)
        let (row, keys, isNew, changes) = try await hubs.store.write {
            (writing) throws(HubError) -> (ModuleRow, KeyPair?, Bool, Bool) in
            let present = try writing.module(hub: id, device, module)
            if precondition == .none {
                guard present == nil else {
                    throw HubError(
                        .deviceAlreadyExists,
                        "The device '\(device)' has a module '\(module)' already.",
                        target: "moduleId"
                    )
                }
                guard try writing.device(hub: id, device) != nil else { throw .noDevice(device, hub) }
                guard try writing.modules(hub: id, of: device).count < Self.maximumCount else {
                    throw HubError(
                        .deviceLimitReached,
                        "The device '\(device)' has \(Self.maximumCount) modules, which is the most.",
                        target: "moduleId"
                    )
                }
                let authentication = Self.authentication(asked, instead: nil)
                let keys = Self.keys(asked, authentication, nil, world)
                let row = ModuleRow(
                    deviceID: device,
                    moduleID: module,
                    generationID: String(world.now.milliseconds),
                    etag: world.newETag(),
                    managedBy: managedBy,
                    authentication: authentication,
                    twinETag: world.newETag(),
                    createdAt: world.now,
                    updatedAt: world.now
                )
                try writing.insertModule(hub: id, row, keys: keys)
                return (row, keys, true, true)
            }
            guard var row = present else { throw try Self.missing(writing, identity, hub, id) }
            try precondition.check(row.etag)
            let (old, oldKeys) = (row, try writing.moduleKeys(hub: id, device, module))
            row.managedBy = managedBy
            row.authentication = Self.authentication(asked, instead: old.authentication)
            let keys = Self.keys(asked, row.authentication, oldKeys, world)
            guard row != old || keys != oldKeys else { return (row, keys, false, false) }
            row.etag = world.newETag()
            row.updatedAt = world.now
            try writing.updateModule(hub: id, row)
            if keys != oldKeys { try writing.setModuleKeys(hub: id, device, module, keys) }
            return (row, keys, false, row.authentication != old.authentication || keys != oldKeys)
        }
        // Also of a new one: who was connected under this name came in with the device's key.
        if changes { hubs.revocations.publish(.module(hub, device, module)) }
        log(isNew ? "module created" : "module changed", caller, identity)
        return shown(row, keys, hub)
    }

    package func delete(
        _ signature: ServiceSignature,
        _ device: DeviceID,
        _ module: ModuleID,
        _ precondition: Precondition
    ) async throws(HubError) {
        let identity = DeviceIdentity(device, module: module)
        let caller = try await access.authenticate(signature, .identity(identity), .registryWrite)
        let (hub, id) = (caller.hub, caller.hubID)
        try await hubs.store.write { (writing) throws(HubError) in
            guard let row = try writing.module(hub: id, device, module) else {
                throw try Self.missing(writing, identity, hub, id)
            }
            try precondition.check(row.etag)
            try writing.deleteModule(hub: id, device, module)
        }
        hubs.revocations.publish(.module(hub, device, module))
        log("module deleted", caller, identity)
    }

    /// As long as ids.
    private static func checked(_ managedBy: String?) throws(HubError) -> String? {
        guard let managedBy, managedBy.utf8.count > 128 else { return managedBy }
        throw HubError(.argumentInvalid, "'managedBy' has more than 128 bytes.", target: "managedBy")
    }

    /// What is missing: the device, or only its module.
    private static func missing(
        _ queries: some StoreQueries,
        _ identity: DeviceIdentity,
        _ hub: HubName,
        _ id: Int64
    ) throws(HubError) -> HubError {
        try queries.device(hub: id, identity.device) == nil
            ? .noDevice(identity.device, hub) : .noModule(identity, hub)
    }

    private static func authentication(
        _ asked: DeviceAuthenticationRequest?,
        instead old: DeviceAuthentication?
    ) -> DeviceAuthentication {
        guard let asked else { return old ?? DeviceAuthentication(type: .sas) }
        return DeviceAuthentication(type: asked.type ?? .sas, x509Thumbprint: asked.x509Thumbprint)
    }

    private static func keys(
        _ asked: DeviceAuthenticationRequest?,
        _ authentication: DeviceAuthentication,
        _ old: KeyPair?,
        _ world: World
    ) -> KeyPair? {
        guard authentication.type == .sas else { return nil }
        return KeyPair(asked?.symmetricKey, instead: old, world)
    }

    private func shown(_ row: ModuleRow, _ keys: KeyPair?, _ hub: HubName) -> RegistryDevice {
        let identity = DeviceIdentity(row.deviceID, module: row.moduleID)
        let entry = connections.current(hub, identity)
        return RegistryDevice(
            deviceId: row.deviceID,
            moduleId: row.moduleID,
            managedBy: row.managedBy,
            generationId: row.generationID,
            etag: row.etag,
            connectionState: entry == nil ? .disconnected : .connected,
            connectionStateUpdatedTime: entry?.info.connectedAt,
            lastActivityTime: entry?.lastActivity,
            authentication: RegistryAuthentication(row.authentication, keys: keys)
        )
    }

    private func log(_ message: String, _ caller: ServiceCaller, _ identity: DeviceIdentity) {
        hubs.logger.info(
            "\(message)",
            metadata: [
                "hub.id": "\(caller.hub)", "device.id": "\(identity)",
                "caller": "\(VisibleText.show(caller.identity.text, limit: 200))",
            ]
        )
    }
}
