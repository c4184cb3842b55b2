package import HubModel
import HubStore
import Logging
import StreamCore

/// The modules of devices: identities of their own, with keys and twins of their own.
///
/// A module that is registered signs in with its own credentials, and with those of its device no more.
package struct ModuleRegistry: Sendable {
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
                throw try ModuleDraft.missing(reading, identity, hub, id)
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
        let draft = try ModuleDraft(identity, managedBy: request.managedBy, request.authentication?.request)
        let (hub, world) = (caller.hub, hubs.world)
        let change = try await hubs.store.write { (writing) throws(HubError) in
            try draft.save(writing, writing.existingHub(hub), precondition, world)
        }
        if change.changesCredentials { hubs.revocations.publish(.module(hub, device, module)) }
        log(change.isNew ? "module created" : "module changed", caller, identity)
        return shown(change.row, change.keys, hub)
    }

    package func delete(
        _ signature: ServiceSignature,
        _ device: DeviceID,
        _ module: ModuleID,
        _ precondition: Precondition
    ) async throws(HubError) {
        let identity = DeviceIdentity(device, module: module)
        let caller = try await access.authenticate(signature, .identity(identity), .registryWrite)
        let hub = caller.hub
        try await hubs.store.write { (writing) throws(HubError) in
            try ModuleDraft.delete(identity, writing, writing.existingHub(hub), precondition)
        }
        hubs.revocations.publish(.module(hub, device, module))
        log("module deleted", caller, identity)
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
