import HubModel
import HubStore

/// Changes of the registry within a transaction, for one device or many.
enum RegistryWriter {
    /// A device as it was written.
    struct Change: Sendable {
        let row: DeviceRow
        let keys: KeyPair?
        let isNew: Bool
        /// What the change took away.
        let revocation: Revocation?
    }

    /// What came of one line of a bulk change.
    struct Outcome: Sendable {
        /// By how much the number of devices changed.
        var step = 0
        var revocation: Revocation?
        /// Desired properties to be told to the device.
        var desired: DesiredChange?
        var error: HubError?
    }

    static func create(
        _ creation: DeviceCreation,
        _ writing: Writing,
        _ hub: HubRow,
        _ world: World
    ) throws(HubError) -> Change {
        // Before the limit: that a device exists is the more telling reason.
        guard try writing.device(hub: hub.id, creation.deviceId) == nil else {
            throw HubError(
                .deviceAlreadyExists,
                "The hub '\(hub.name)' has a device '\(creation.deviceId)' already.",
                target: "deviceId"
            )
        }
        let draft = try DeviceDraft(creation, world)
        try draft.insert(writing, hub, count: hub.deviceCount)
        return Change(row: draft.row, keys: draft.keys, isNew: true, revocation: nil)
    }

    static func update(
        _ creation: DeviceCreation,
        _ writing: Writing,
        _ hub: HubRow,
        _ precondition: Precondition,
        _ world: World
    ) throws(HubError) -> Change {
        guard let old = try writing.device(hub: hub.id, creation.deviceId) else {
            throw .noDevice(creation.deviceId, hub.name)
        }
        try precondition.check(old.identityETag)
        let keys = try writing.deviceKeys(hub: hub.id, creation.deviceId)
        var draft = DeviceDraft(old, keys: keys)
        // What is put takes the place of all: a reason that is not there is none.
        draft.row.statusReason = nil
        try draft.apply(creation, world)
        try draft.save(writing, hub.id, insteadOf: old, keys, world)
        let change = draft.changesCredentials(of: old, keys)
        return Change(
            row: draft.row,
            keys: draft.keys,
            isNew: false,
            revocation: Revocation(hub.name, old, draft.row, changesCredentials: change)
        )
    }

    static func delete(
        _ id: DeviceID,
        _ writing: Writing,
        _ hub: HubRow,
        _ precondition: Precondition
    ) throws(HubError) -> Revocation {
        guard let row = try writing.device(hub: hub.id, id) else { throw .noDevice(id, hub.name) }
        try precondition.check(row.identityETag)
        _ = try writing.deleteDevice(hub: hub.id, id)
        return .device(hub.name, id, .deviceNotFound)
    }

    /// Does one line of a bulk change.
    ///
    /// What is wrong with the line is its outcome; what is wrong with the store is thrown.
    static func perform(
        _ item: RegistryBulkItem,
        _ writing: Writing,
        _ hub: HubRow,
        _ twins: TwinDirectory,
        _ world: World
    ) throws(HubError) -> Outcome {
        do throws(HubError) {
            try item.check()
            return try writing.attempt { () throws(HubError) in
                guard let module = item.moduleId else { return try write(item, writing, hub, twins, world) }
                return try write(item, module, writing, hub, twins, world)
            }
        } catch  where (error.code.httpStatus ?? 500) < 500 {
            return Outcome(error: error)
        }
    }

    private static func write(
        _ item: RegistryBulkItem,
        _ writing: Writing,
        _ hub: HubRow,
        _ twins: TwinDirectory,
        _ world: World
    ) throws(HubError) -> Outcome {
        var outcome = Outcome()
        switch item.importMode {
        case .create:
            outcome = try created(item, writing, hub, world)
        case .update:
            outcome.revocation = try update(item.creation(), writing, hub, .anyExisting, world).revocation
        case .updateIfMatchETag:
            outcome.revocation = try update(item.creation(), writing, hub, tag(item.eTag), world).revocation
        case .createOrUpdate, .createOrUpdateIfMatchETag:
            guard try writing.device(hub: hub.id, item.id) != nil else {
                outcome = try created(item, writing, hub, world)
                break
            }
            let precondition: Precondition = item.importMode == .createOrUpdate ? .anyExisting : try tag(item.eTag)
            outcome.revocation = try update(item.creation(), writing, hub, precondition, world).revocation
        case .delete, .deleteIfMatchETag:
            let precondition: Precondition = item.importMode == .delete ? .anyExisting : try tag(item.eTag)
            outcome.revocation = try delete(item.id, writing, hub, precondition)
            outcome.step = -1
            return outcome
        case .updateTwin, .updateTwinIfMatchETag: break
        }
        outcome.desired = try mergeTwin(item, DeviceIdentity(item.id), writing, hub, twins)
        return outcome
    }

    /// The same for the module that the line names.
    private static func write(
        _ item: RegistryBulkItem,
        _ module: ModuleID,
        _ writing: Writing,
        _ hub: HubRow,
        _ twins: TwinDirectory,
        _ world: World
    ) throws(HubError) -> Outcome {
        let identity = DeviceIdentity(item.id, module: module)
        let draft = try ModuleDraft(identity, managedBy: item.managedBy, item.authentication?.request)
        var outcome = Outcome()
        let precondition: Precondition
        switch item.importMode {
        case .create: precondition = .none
        case .update, .delete: precondition = .anyExisting
        case .updateIfMatchETag, .deleteIfMatchETag: precondition = try tag(item.eTag)
        case .createOrUpdate, .createOrUpdateIfMatchETag:
            let isThere = try writing.module(hub: hub.id, item.id, module) != nil
            precondition =
                if isThere { item.importMode == .createOrUpdate ? .anyExisting : try tag(item.eTag) } else { .none }
        case .updateTwin, .updateTwinIfMatchETag:
            outcome.desired = try mergeTwin(item, identity, writing, hub, twins)
            return outcome
        }
        if item.importMode == .delete || item.importMode == .deleteIfMatchETag {
            try ModuleDraft.delete(identity, writing, hub, precondition)
            outcome.revocation = .module(hub.name, item.id, module)
            return outcome
        }
        if try draft.save(writing, hub, precondition, world).changesCredentials {
            outcome.revocation = .module(hub.name, item.id, module)
        }
        outcome.desired = try mergeTwin(item, identity, writing, hub, twins)
        return outcome
    }

    /// Writes what the line says of the twin; `nil` where that tells the device nothing.
    private static func mergeTwin(
        _ item: RegistryBulkItem,
        _ identity: DeviceIdentity,
        _ writing: Writing,
        _ hub: HubRow,
        _ twins: TwinDirectory
    ) throws(HubError) -> DesiredChange? {
        let precondition: Precondition
        switch item.importMode {
        case .updateTwin: precondition = .anyExisting
        case .updateTwinIfMatchETag: precondition = try tag(item.twinETag)
        case .create, .update, .updateIfMatchETag, .createOrUpdate, .createOrUpdateIfMatchETag, .delete,
            .deleteIfMatchETag:
            guard item.twin != nil else { return nil }
            precondition = .none
        }
        let update = item.twin ?? TwinUpdate()
        return try twins.merge(update, identity, writing, hub.name, hub.id, precondition).desired
    }

    private static func created(
        _ item: RegistryBulkItem,
        _ writing: Writing,
        _ hub: HubRow,
        _ world: World
    ) throws(HubError) -> Outcome {
        _ = try create(item.creation(), writing, hub, world)
        return Outcome(step: 1)
    }

    private static func tag(_ text: String?) throws(HubError) -> Precondition {
        guard let text, !text.isEmpty else {
            throw HubError(.argumentInvalid, "The line has no entity tag that could match.", target: "eTag")
        }
        return text == "*" ? .anyExisting : .matching([text.filter { $0 != "\"" }])
    }
}
