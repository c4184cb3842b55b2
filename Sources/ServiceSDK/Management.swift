import HubClient
public import HubModel
public import StreamClient

/// Calls of the management API: hubs, devices, policies, endpoints, streams and tokens.
///
/// Each throws the server's error with its code and tracking id, or why there is no answer. Reads are sent again after
/// a lost connection, changes are not. A cancelled task gets `RequestTimeout` within a second or so; whether the server
/// has done what was asked is then not known.
public struct Management: Sendable {
    let pool: RequestPool

    init(_ pool: RequestPool) {
        self.pool = pool
    }

    func value<Value: Decodable>(
        _ type: Value.Type = Value.self,
        _ make: () throws(HubError) -> HubRequest
    ) async throws(ClientError) -> Value {
        try await pool.value(type, of: request(make))
    }

    func done(_ make: () throws(HubError) -> HubRequest) async throws(ClientError) {
        _ = try await pool.send(request(make))
    }

    private func request(_ make: () throws(HubError) -> HubRequest) throws(ClientError) -> HubRequest {
        do throws(HubError) {
            return try make()
        } catch {
            throw ClientError(error)
        }
    }
}

// Hubs.
extension Management {
    /// All hubs that the token may see.
    public func hubs() -> PagedSequence<HubResource> { PagedSequence(pool: pool, first: .listHubs(top: nil)) }

    /// A hub.
    public func hub(_ name: HubName) async throws(ClientError) -> HubResource { try await value { .showHub(name) } }

    /// Makes a hub.
    public func createHub(_ creation: HubCreation) async throws(ClientError) -> HubResource {
        try await value { () throws(HubError) in try .createHub(creation) }
    }

    /// Changes a hub.
    public func updateHub(_ name: HubName, _ patch: HubPatch) async throws(ClientError) -> HubResource {
        try await value { () throws(HubError) in try .updateHub(name, patch) }
    }

    /// Deletes a hub with everything that it has.
    public func deleteHub(_ name: HubName) async throws(ClientError) { try await done { .deleteHub(name) } }

    /// The streaming endpoints, as `devicestream show` prints them.
    public func deviceStreams(_ hub: HubName) async throws(ClientError) -> DeviceStreams {
        try await value { .deviceStreams(hub) }
    }
}

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
        try await value { .deviceKeys(hub, device) }
    }

    /// Makes a key of a device anew; needs the right `keys`.
    public func rotateDeviceKey(
        _ hub: HubName,
        _ device: DeviceID,
        _ slot: KeySlot
    ) async throws(ClientError) -> KeyPair {
        try await value { () throws(HubError) in try .rotateDeviceKey(hub, device, slot) }
    }

    /// What `DeviceClient` takes; needs the right `keys`.
    public func deviceConnectionString(
        _ hub: HubName,
        _ device: DeviceID,
        _ slot: KeySlot = .primary
    ) async throws(ClientError) -> String {
        try await value(ConnectionStringResource.self) {
            .deviceConnectionString(hub, device, slot, sdk: false)
        }.connectionString
    }
}
