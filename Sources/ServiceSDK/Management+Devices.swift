import HubClient
public import HubModel
public import StreamClient

// Devices.
extension Management {
    /// The devices of a hub that the filter lets through.
    public func devices(_ hub: HubName, _ filter: DeviceFilter = DeviceFilter()) -> PagedSequence<DeviceResource> {
        PagedSequence(pool: pool, first: .listDevices(hub, filter, top: nil))
    }

    /// A device.
    public func device(_ hub: HubName, _ device: DeviceID) async throws(ClientError) -> DeviceResource {
        try await value { .showDevice(hub, device) }
    }

    /// Makes a device.
    public func createDevice(_ hub: HubName, _ creation: DeviceCreation) async throws(ClientError) -> DeviceResource {
        try await value { () throws(HubError) in try .createDevice(hub, creation) }
    }

    /// Changes a device; one that is disabled loses its connection and its streams.
    public func updateDevice(
        _ hub: HubName,
        _ device: DeviceID,
        _ patch: DevicePatch
    ) async throws(ClientError) -> DeviceResource {
        try await value { () throws(HubError) in try .updateDevice(hub, device, patch) }
    }

    /// Deletes a device; its streams are closed.
    public func deleteDevice(_ hub: HubName, _ device: DeviceID) async throws(ClientError) {
        try await done { .deleteDevice(hub, device) }
    }

    /// The keys of a device; needs the right `keys`.
    public func deviceKeys(_ hub: HubName, _ device: DeviceID) async throws(ClientError) -> KeyPair {
        try await value { .keys(hub, of: .device(device)) }
    }

    /// Makes a key of a device anew; needs the right `keys`.
    public func rotateDeviceKey(
        _ hub: HubName,
        _ device: DeviceID,
        _ slot: KeySlot
    ) async throws(ClientError) -> KeyPair {
        try await value { () throws(HubError) in try .rotateKey(hub, of: .device(device), slot) }
    }

    /// What `DeviceClient` takes; needs the right `keys`.
    public func deviceConnectionString(
        _ hub: HubName,
        _ device: DeviceID,
        _ slot: KeySlot = .primary
    ) async throws(ClientError) -> String {
        try await connectionString(.connectionString(hub, of: .device(device), slot))
    }

    /// All devices of a hub by id, read while they come: what `importDevices` takes.
    ///
    /// With keys where `withKeys` says so, which needs the right `keys`.
    public func exportDevices(_ hub: HubName, withKeys: Bool = false) -> DeviceExport {
        DeviceExport(pool: pool, request: .exportDevices(hub, withKeys: withKeys))
    }

    /// Makes and changes devices, sent while the sequence gives them; a member that is absent stays as it is.
    ///
    /// The server keeps what it has taken when the import breaks off, because the sequence throws, the task is cancelled
    /// or the connection is lost; an import that is repeated changes nothing.
    /// - Returns: what was done, and the first 1,000 devices with which something is wrong.
    /// - Throws: what the sequence throws, and a `ClientError`.
    public func importDevices<Devices: AsyncSequence>(
        _ hub: HubName,
        _ devices: Devices,
        mode: ImportMode = .createOrUpdate
    ) async throws -> ImportReport where Devices.Element == DeviceCreation {
        try await DeviceUpload(pool: pool).send(.importDevices(hub, mode: mode), devices)
    }
}
