import HubClient
public import HubModel
public import StreamClient

/// Calls of the management API: hubs, devices, certificates, policies, endpoints, allowlists, streams and tokens.
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

    /// The text of an answer that is no JSON.
    func text(_ make: () throws(HubError) -> HubRequest) async throws(ClientError) -> String {
        String(decoding: try await pool.send(request(make)).body, as: UTF8.self)
    }

    /// What a connection string's own route answers with.
    func connectionString(_ request: HubRequest) async throws(ClientError) -> String {
        try await value(ConnectionStringResource.self) { request }.connectionString
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
