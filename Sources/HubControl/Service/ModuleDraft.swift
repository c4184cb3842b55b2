import HubModel
import HubStore

/// A module as it is wanted: written within a transaction, for one module or many.
struct ModuleDraft: Sendable {
    /// A module as it was written.
    struct Change: Sendable {
        let row: ModuleRow
        let keys: KeyPair?
        let isNew: Bool
        /// Whether who is connected under this name has to go: also of a new one, where that came in with the device's
        /// key.
        let changesCredentials: Bool
    }

    /// The most modules of a device, as in IoT Hub.
    static let maximumCount = 50
    /// As long as ids.
    private static let maximumManagerBytes = 128

    private let device: DeviceID
    private let module: ModuleID
    private let managedBy: String?
    private let authentication: DeviceAuthenticationRequest?

    /// Throws `ArgumentInvalid` for what no module can be; `identity` names one.
    init(
        _ identity: DeviceIdentity,
        managedBy: String?,
        _ authentication: DeviceAuthenticationRequest?
    ) throws(HubError) {
        guard let module = identity.module else {
            throw HubError(.argumentInvalid, "No module is named.", target: "moduleId")
        }
        guard authentication?.type != .certificateAuthority else {
            throw HubError(
                .argumentInvalid,
                "Modules sign in with keys or with certificates known by their thumbprints.",
                target: "authentication.type"
            )
        }
        if let managedBy, managedBy.utf8.count > Self.maximumManagerBytes {
            throw HubError(
                .argumentInvalid,
                "'managedBy' has more than \(Self.maximumManagerBytes) bytes.",
                target: "managedBy"
            )
        }
        device = identity.device
        self.module = module
        self.managedBy = managedBy
        self.authentication = authentication
    }

    /// Makes the module where nothing is demanded of the present state, and changes it otherwise.
    func save(
        _ writing: Writing,
        _ hub: HubRow,
        _ precondition: Precondition,
        _ world: World
    ) throws(HubError) -> Change {
        let present = try writing.module(hub: hub.id, device, module)
        guard precondition == .none else {
            guard let present else {
                throw try Self.missing(writing, DeviceIdentity(device, module: module), hub.name, hub.id)
            }
            try precondition.check(present.etag)
            return try change(present, writing, hub, world)
        }
        guard present == nil else {
            throw HubError(
                .deviceAlreadyExists,
                "The device '\(device)' has a module '\(module)' already.",
                target: "moduleId"
            )
        }
        return try create(writing, hub, world)
    }

    static func delete(
        _ identity: DeviceIdentity,
        _ writing: Writing,
        _ hub: HubRow,
        _ precondition: Precondition
    ) throws(HubError) {
        guard let module = identity.module, let row = try writing.module(hub: hub.id, identity.device, module) else {
            throw try missing(writing, identity, hub.name, hub.id)
        }
        try precondition.check(row.etag)
        try writing.deleteModule(hub: hub.id, identity.device, module)
    }

    /// What is missing: the device, or only its module.
    static func missing(
        _ queries: some StoreQueries,
        _ identity: DeviceIdentity,
        _ hub: HubName,
        _ id: Int64
    ) throws(HubError) -> HubError {
        try queries.device(hub: id, identity.device) == nil
            ? .noDevice(identity.device, hub) : .noModule(identity, hub)
    }

    private func create(_ writing: Writing, _ hub: HubRow, _ world: World) throws(HubError) -> Change {
        guard try writing.device(hub: hub.id, device) != nil else { throw .noDevice(device, hub.name) }
        guard try writing.modules(hub: hub.id, of: device).count < Self.maximumCount else {
            throw HubError(
                .deviceLimitReached,
                "The device '\(device)' has \(Self.maximumCount) modules, which is the most.",
                target: "moduleId"
            )
        }
        let row = ModuleRow(
            deviceID: device,
            moduleID: module,
            generationID: String(world.now.milliseconds),
            etag: world.newETag(),
            managedBy: managedBy,
            authentication: authentication(instead: nil),
            twinETag: world.newETag(),
            createdAt: world.now,
            updatedAt: world.now
        )
        let keys = keys(row.authentication, nil, world)
        try writing.insertModule(hub: hub.id, row, keys: keys)
        return Change(row: row, keys: keys, isNew: true, changesCredentials: true)
    }

    private func change(
        _ old: ModuleRow,
        _ writing: Writing,
        _ hub: HubRow,
        _ world: World
    ) throws(HubError) -> Change {
        let oldKeys = try writing.moduleKeys(hub: hub.id, device, module)
        var row = old
        row.managedBy = managedBy
        row.authentication = authentication(instead: old.authentication)
        let keys = keys(row.authentication, oldKeys, world)
        guard row != old || keys != oldKeys else {
            return Change(row: row, keys: keys, isNew: false, changesCredentials: false)
        }
        row.etag = world.newETag()
        row.updatedAt = world.now
        try writing.updateModule(hub: hub.id, row)
        if keys != oldKeys { try writing.setModuleKeys(hub: hub.id, device, module, keys) }
        let changesCredentials = row.authentication != old.authentication || keys != oldKeys
        return Change(row: row, keys: keys, isNew: false, changesCredentials: changesCredentials)
    }

    private func authentication(instead old: DeviceAuthentication?) -> DeviceAuthentication {
        guard let authentication else { return old ?? DeviceAuthentication(type: .sas) }
        return DeviceAuthentication(
            type: authentication.type ?? .sas,
            x509Thumbprint: authentication.x509Thumbprint
        )
    }

    private func keys(_ authentication: DeviceAuthentication, _ old: KeyPair?, _ world: World) -> KeyPair? {
        guard authentication.type == .sas else { return nil }
        return KeyPair(self.authentication?.symmetricKey, instead: old, world)
    }
}
