import HubModel
import HubStore

/// A device that is about to be written: the row and the keys, changed together.
struct DeviceDraft: Sendable {
    var row: DeviceRow
    /// `nil` for a device that signs in with a certificate, or not by itself.
    var keys: KeyPair?

    init(_ row: DeviceRow, keys: KeyPair?) {
        self.row = row
        self.keys = keys
    }

    /// A new device, with keys made where none are given.
    init(_ creation: DeviceCreation, _ world: World) throws(HubError) {
        let now = world.now
        let authentication = creation.authentication ?? DeviceAuthenticationRequest()
        let tags = creation.tags ?? [:]
        try tags.check()
        try Self.check(reason: creation.statusReason)
        row = DeviceRow(
            deviceID: creation.deviceId,
            generationID: String(now.milliseconds),
            etag: world.newETag(),
            identityETag: world.newETag(),
            twinETag: world.newETag(),
            status: creation.status ?? .enabled,
            statusReason: creation.statusReason,
            statusUpdatedAt: now,
            connectionState: .disconnected,
            connectionStateUpdatedAt: nil,
            lastActivityAt: nil,
            authentication: DeviceAuthentication(
                type: authentication.type ?? .sas,
                x509Thumbprint: authentication.x509Thumbprint
            ),
            tags: JSONObject(tags: tags),
            createdAt: now,
            updatedAt: now
        )
        take(authentication.symmetricKey, world)
    }

    /// Applies a merge patch.
    mutating func apply(_ patch: DevicePatch, _ world: World) throws(HubError) {
        if let tags = patch.tags {
            row.tags = row.tags.merged(with: tags.mapValues { $0.map { .string($0) } ?? .null })
            try row.tags.texts.check()
        }
        row.statusReason = patch.statusReason.applied(to: row.statusReason)
        try Self.check(reason: row.statusReason)
        set(status: patch.status, world)
        set(authentication: patch.authentication, world)
    }

    /// Applies a line of an import: a member that is absent stays as it is.
    mutating func apply(_ line: DeviceCreation, _ world: World) throws(HubError) {
        if let tags = line.tags {
            try tags.check()
            row.tags = row.tags.replacingTexts(with: tags)
        }
        if let reason = line.statusReason { row.statusReason = reason }
        try Self.check(reason: row.statusReason)
        set(status: line.status, world)
        set(authentication: line.authentication, world)
    }

    /// Inserts the device unless the hub is full.
    func insert(_ writing: Writing, _ hub: HubRow, count: Int) throws(HubError) {
        if let limit = hub.limits.devices, count >= limit {
            throw HubError(
                .deviceLimitReached,
                "The hub '\(hub.name)' has \(count) devices; its limit 'devices' is \(limit).",
                target: "devices"
            )
        }
        try writing.insertDevice(hub: hub.id, row, keys: keys)
    }

    /// Writes what differs from the state before; tells whether anything did.
    @discardableResult
    mutating func save(
        _ writing: Writing,
        _ hub: Int64,
        insteadOf old: DeviceRow,
        _ oldKeys: KeyPair?,
        _ world: World
    ) throws(HubError) -> Bool {
        guard row != old || keys != oldKeys else { return false }
        row.etag = world.newETag()
        if row.tags != old.tags {
            row.twinETag = world.newETag()
            row.twinVersion += 1
        }
        if isOther(than: old) || keys != oldKeys { row.identityETag = world.newETag() }
        row.updatedAt = world.now
        try writing.updateDevice(hub: hub, row)
        if keys != oldKeys { try writing.setDeviceKeys(hub: hub, row.deviceID, keys) }
        return true
    }

    /// Whether the identity differs, whatever its tags.
    private func isOther(than old: DeviceRow) -> Bool {
        row.status != old.status || row.statusReason != old.statusReason || row.authentication != old.authentication
    }

    /// Whether something that lets the device in differs from the state before.
    func changesCredentials(of old: DeviceRow, _ oldKeys: KeyPair?) -> Bool {
        row.authentication != old.authentication || keys != oldKeys
    }

    private mutating func set(status: DeviceStatus?, _ world: World) {
        guard let status, status != row.status else { return }
        row.status = status
        row.statusUpdatedAt = world.now
    }

    private mutating func set(authentication: DeviceAuthenticationRequest?, _ world: World) {
        guard let authentication else { return }
        row.authentication = DeviceAuthentication(
            type: authentication.type ?? .sas,
            x509Thumbprint: authentication.x509Thumbprint
        )
        take(authentication.symmetricKey, world)
    }

    private mutating func take(_ given: SymmetricKeysRequest?, _ world: World) {
        guard row.authentication.type == .sas else {
            keys = nil
            return
        }
        keys = KeyPair(given, instead: keys, world)
    }

    private static func check(reason: String?) throws(HubError) {
        guard let reason, reason.count > DeviceCreation.maximumReasonLength else { return }
        throw HubError(
            .argumentInvalid,
            "The reason has \(reason.count) characters; at most \(DeviceCreation.maximumReasonLength) fit.",
            target: "statusReason"
        )
    }
}

extension KeyPair {
    /// Keys as they were given; what is not given stays, or is made.
    init(_ given: SymmetricKeysRequest?, instead old: KeyPair?, _ world: World) {
        self.init(
            primaryKey: given?.primaryKey ?? old?.primaryKey ?? world.newKey(),
            secondaryKey: given?.secondaryKey ?? old?.secondaryKey ?? world.newKey()
        )
    }
}
