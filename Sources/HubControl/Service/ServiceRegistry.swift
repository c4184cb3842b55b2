package import HubModel
import HubStore
import Logging
import StreamCore

/// The identity registry of a hub as services of IoT Hub use it: signed with a policy, keys in sight.
///
/// Bodies are read only once it is known who asks.
package struct ServiceRegistry: Sendable {
    /// The most devices of one list, as in IoT Hub.
    static let maximumList = 1000

    let access: ServiceAccess
    let connections: DeviceConnections
    let twins: TwinDirectory
    var hubs: HubDirectory { access.hubs }

    package func device(_ signature: ServiceSignature, _ id: DeviceID) async throws(HubError) -> RegistryDevice {
        let caller = try await access.authenticate(signature, .identity(DeviceIdentity(id)), .registryRead)
        let hub = caller.hubID
        let found = try await hubs.store.read { (reading) throws(HubError) -> (DeviceRow, KeyPair?)? in
            guard let row = try reading.device(hub: hub, id) else { return nil }
            return (row, try reading.deviceKeys(hub: hub, id))
        }
        guard let (row, keys) = found else { throw .noDevice(id, caller.hub) }
        log("device read with its keys", caller, DeviceIdentity(id))
        return shown(row, keys, caller)
    }

    /// The first devices by id; a number that is out of range means the most, as in IoT Hub.
    package func devices(_ signature: ServiceSignature, top: Int?) async throws(HubError) -> [RegistryDevice] {
        let caller = try await access.authenticate(signature, .registry, .registryRead)
        let asked = top ?? Self.maximumList
        let top = (1...Self.maximumList).contains(asked) ? asked : Self.maximumList
        let hub = caller.hubID
        let rows = try await hubs.store.read { (reading) throws(HubError) in
            try reading.exportDevices(hub: hub, after: nil, limit: top, withKeys: true)
        }
        hubs.logger.notice(
            "keys of devices read",
            metadata: [
                "hub.id": "\(caller.hub)", "caller": "\(VisibleText.show(caller.identity.text, limit: 200))",
                "count": "\(rows.count)",
            ]
        )
        return rows.map { shown($0.0, $0.1, caller) }
    }

    /// Makes a device where nothing is demanded of the present state, and changes one otherwise.
    package func put(
        _ signature: ServiceSignature,
        _ id: DeviceID,
        _ request: @autoclosure () throws(HubError) -> RegistryDeviceRequest,
        _ precondition: Precondition
    ) async throws(HubError) -> RegistryDevice {
        let identity = DeviceIdentity(id)
        let caller = try await access.authenticate(signature, .identity(identity), .registryWrite)
        let request = try request()
        try request.check(identity)
        let (creation, hub, world) = (try request.creation(id), caller.hub, hubs.world)
        let change = try await hubs.store.write { (writing) throws(HubError) in
            let row = try writing.existingHub(hub)
            guard precondition == .none else {
                return try RegistryWriter.update(creation, writing, row, precondition, world)
            }
            return try RegistryWriter.create(creation, writing, row, world)
        }
        publish(change.revocation)
        log(change.isNew ? "device created" : "device changed", caller, identity)
        return shown(change.row, change.keys, caller)
    }

    package func delete(
        _ signature: ServiceSignature,
        _ id: DeviceID,
        _ precondition: Precondition
    ) async throws(HubError) {
        let caller = try await access.authenticate(signature, .identity(DeviceIdentity(id)), .registryWrite)
        let hub = caller.hub
        let revocation = try await hubs.store.write { (writing) throws(HubError) in
            try RegistryWriter.delete(id, writing, writing.existingHub(hub), precondition)
        }
        publish(revocation)
        log("device deleted", caller, DeviceIdentity(id))
    }

    /// How many devices there are, by status.
    package func statistics(_ signature: ServiceSignature) async throws(HubError) -> DeviceStatistics {
        let caller = try await access.authenticate(signature, .statistics, .registryRead)
        let hub = caller.hubID
        return try await hubs.store.read { (reading) throws(HubError) in
            try DeviceStatistics(reading, hub: hub)
        }
    }

    /// How many devices are connected.
    package func serviceStatistics(_ signature: ServiceSignature) async throws(HubError) -> ServiceStatistics {
        let caller = try await access.authenticate(signature, .statistics, .registryRead, .serviceConnect)
        return ServiceStatistics(connected: connections.deviceCount(of: caller.hub))
    }

    /// Does many changes in one transaction; a line that cannot be done leaves no trace and stops no other.
    package func change(
        _ signature: ServiceSignature,
        _ items: @autoclosure () throws(HubError) -> [RegistryBulkItem]
    ) async throws(HubError) -> RegistryBulkReport {
        let caller = try await access.authenticate(signature, .registry, .registryWrite)
        let items = try items()
        guard items.count <= RegistryBulkItem.maximumCount else {
            throw HubError(
                .argumentInvalid,
                "There are \(items.count) lines; at most \(RegistryBulkItem.maximumCount) are done at once."
            )
        }
        let (hub, world, twins) = (caller.hub, hubs.world, twins)
        let outcomes = try await hubs.store.write { (writing) throws(HubError) in
            let row = try writing.existingHub(hub)
            var outcomes: [RegistryWriter.Outcome] = []
            var count = row.deviceCount
            for item in items {
                var present = row
                present.deviceCount = count
                let outcome = try RegistryWriter.perform(item, writing, present, twins, world)
                count += outcome.step
                outcomes.append(outcome)
            }
            return outcomes
        } committed: { outcomes in
            for outcome in outcomes { if let change = outcome.desired { twins.publish(change) } }
        }
        var failures: [RegistryBulkReport.Failure] = []
        for (item, outcome) in zip(items, outcomes) {
            publish(outcome.revocation)
            if let error = outcome.error { failures.append(.init(item, error)) }
        }
        hubs.logger.info(
            "devices changed",
            metadata: [
                "hub.id": "\(caller.hub)", "caller": "\(VisibleText.show(caller.identity.text, limit: 200))",
                "count": "\(items.count - failures.count)", "failed": "\(failures.count)",
            ]
        )
        return RegistryBulkReport(errors: failures)
    }

    private func publish(_ revocation: Revocation?) {
        if let revocation { hubs.revocations.publish(revocation) }
    }

    private func shown(_ row: DeviceRow, _ keys: KeyPair?, _ caller: ServiceCaller) -> RegistryDevice {
        var resource = row.resource
        connections.complete(&resource, of: caller.hub)
        var device = RegistryDevice(
            deviceId: row.deviceID,
            generationId: row.generationID,
            etag: row.identityETag,
            connectionState: resource.connectionState,
            connectionStateUpdatedTime: resource.connectionStateUpdatedTime,
            lastActivityTime: resource.lastActivityTime,
            authentication: RegistryAuthentication(row.authentication, keys: keys)
        )
        device.status = row.status
        device.statusReason = row.statusReason
        device.statusUpdatedTime = RegistryTime.text(row.statusUpdatedAt)
        device.capabilities = RegistryCapabilities()
        return device
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
