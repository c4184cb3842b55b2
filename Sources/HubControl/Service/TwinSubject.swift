import HubModel
import HubStore

/// A device or module with its twin, as one transaction sees them.
struct TwinSubject: Sendable {
    let identity: DeviceIdentity
    private(set) var device: DeviceRow
    /// `nil` where the twin is that of the device itself.
    private(set) var module: ModuleRow?
    private(set) var twin: TwinRow

    /// Throws `DeviceNotFound` where it is not there.
    init(
        _ queries: some StoreQueries,
        _ hub: HubName,
        _ hubID: Int64,
        _ identity: DeviceIdentity
    ) throws(HubError) {
        guard let device = try queries.device(hub: hubID, identity.device) else {
            throw .noDevice(identity.device, hub)
        }
        self.identity = identity
        self.device = device
        guard let id = identity.module else {
            twin = try queries.twin(hub: hubID, device)
            return
        }
        guard let module = try queries.module(hub: hubID, identity.device, id) else {
            throw .noModule(identity, hub)
        }
        self.module = module
        twin = try queries.twin(hub: hubID, module)
    }

    init(_ queries: some StoreQueries, _ hubID: Int64, _ device: DeviceRow) throws(HubError) {
        identity = DeviceIdentity(device.deviceID)
        self.device = device
        twin = try queries.twin(hub: hubID, device)
    }

    /// Writes what a service changes.
    mutating func write(
        _ update: TwinUpdate,
        replaces: Bool,
        _ writing: Writing,
        _ hub: Int64,
        _ world: World
    ) throws(HubError) {
        let now = world.now
        if let tags = update.tags {
            let new = replaces ? JSONObject().merged(with: tags) : twin.tags.merged(with: tags)
            try TwinRules.check(size: new, insteadOf: twin.tags, part: TwinRules.tagsPart)
            twin.tags = new
        }
        if let desired = update.desiredValues {
            let old = twin.desired.values
            if replaces {
                twin.desired.replace(with: desired, at: now, showsVersion: true)
            } else {
                twin.desired.merge(desired, at: now, showsVersion: true)
            }
            try TwinRules.check(size: twin.desired.values, insteadOf: old, part: TwinRules.desiredPart)
        }
        twin.version += 1
        twin.etag = world.newETag()
        if update.desired != nil { try writing.setTwinProperties(hub: hub, identity, twin) }
        if var module {
            module.tags = twin.tags
            module.twinETag = twin.etag
            module.twinVersion = twin.version
            try writing.updateModule(hub: hub, module)
            self.module = module
        } else {
            let hasOtherTags = twin.tags != device.tags
            device.tags = twin.tags
            device.twinETag = twin.etag
            device.twinVersion = twin.version
            guard hasOtherTags else { return try writing.setTwinHead(hub: hub, device) }
            // The native resource shows tags.
            device.etag = world.newETag()
            device.updatedAt = now
            try writing.updateDevice(hub: hub, device)
        }
    }

    /// Writes what the device reports; the version of the reported properties then.
    mutating func report(
        _ patch: JSONObject,
        _ writing: Writing,
        _ hub: Int64,
        _ now: Timestamp
    ) throws(HubError) -> Int64 {
        let old = twin.reported.values
        twin.reported.merge(patch, at: now, showsVersion: false)
        try TwinRules.check(size: twin.reported.values, insteadOf: old, part: TwinRules.reportedPart)
        twin.version += 1
        try writing.setTwinProperties(hub: hub, identity, twin)
        if var module {
            module.twinVersion = twin.version
            try writing.updateModule(hub: hub, module)
            self.module = module
        } else {
            device.twinVersion = twin.version
            try writing.setTwinHead(hub: hub, device)
        }
        return twin.reported.version
    }
}

extension HubError {
    static func noModule(_ identity: DeviceIdentity, _ hub: HubName) -> HubError {
        HubError(
            .deviceNotFound,
            "The device '\(identity.device)' of the hub '\(hub)' has no module '\(identity.module?.text ?? "")'.",
            target: "moduleId"
        )
    }
}
