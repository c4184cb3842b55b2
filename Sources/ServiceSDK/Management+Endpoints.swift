import HubClient
public import HubModel
public import StreamClient

// Endpoints and the allowlist.
extension Management {
    /// The streaming endpoints of a hub, in one state or in all.
    public func endpoints(_ hub: HubName, state: EndpointState? = nil) -> PagedSequence<EndpointResource> {
        PagedSequence(pool: pool, first: .listEndpoints(hub, state: state, top: nil))
    }

    /// A streaming endpoint.
    public func endpoint(_ hub: HubName, id: Int) async throws(ClientError) -> EndpointResource {
        try await value { .showEndpoint(hub, id: id) }
    }

    /// Announces a streaming endpoint.
    public func addEndpoint(
        _ hub: HubName,
        _ creation: EndpointCreation
    ) async throws(ClientError) -> EndpointResource {
        try await value { () throws(HubError) in try .addEndpoint(hub, creation) }
    }

    /// Changes an endpoint's declared addresses and notes.
    public func updateEndpoint(
        _ hub: HubName,
        id: Int,
        _ patch: EndpointPatch
    ) async throws(ClientError) -> EndpointResource {
        try await value { () throws(HubError) in try .updateEndpoint(hub, id: id, patch) }
    }

    /// Takes no new streams to an endpoint any more.
    public func drainEndpoint(
        _ hub: HubName,
        id: Int,
        _ transition: EndpointTransition = EndpointTransition()
    ) async throws(ClientError) -> EndpointResource {
        try await value { () throws(HubError) in try .drainEndpoint(hub, id: id, transition) }
    }

    /// Takes an endpoint off the allowlist.
    public func retireEndpoint(
        _ hub: HubName,
        id: Int,
        _ transition: EndpointTransition = EndpointTransition()
    ) async throws(ClientError) -> EndpointResource {
        try await value { () throws(HubError) in try .retireEndpoint(hub, id: id, transition) }
    }

    /// What a firewall has to let through.
    public func allowlist(_ hub: HubName) async throws(ClientError) -> Allowlist {
        try await value { .allowlist(hub, format: "json") }
    }

    /// The same as text, in a format of the server such as `csv` or `names`.
    ///
    /// `ArgumentInvalid` for one that it does not have.
    public func allowlist(_ hub: HubName, format: String) async throws(ClientError) -> String {
        try await text { .allowlist(hub, format: format) }
    }

    /// The version of the allowlist, which grows with every change.
    public func allowlistVersion(_ hub: HubName) async throws(ClientError) -> AllowlistVersionResource {
        try await value { .allowlistVersion(hub) }
    }

    /// What was added, removed and changed since a version; since the beginning where there is none.
    public func allowlistChanges(
        _ hub: HubName,
        since version: AllowlistVersion? = nil
    ) async throws(ClientError) -> AllowlistChanges {
        try await value { .allowlistChanges(hub, since: version) }
    }

    /// Which devices reach which endpoints, as they last reported; of one device where it is named.
    public func allowlistCoverage(_ hub: HubName, device: DeviceID? = nil) -> PagedSequence<CoverageRow> {
        PagedSequence(pool: pool, first: .allowlistCoverage(hub, device: device, top: nil))
    }

    /// Asks devices for new reports, and returns when each has reported or will not, after 60 s at the latest.
    ///
    /// Only devices can report that run the agent of this product; the answer says why others did not.
    public func askAllowlistCoverage(
        _ hub: HubName,
        _ devices: [DeviceID]
    ) async throws(ClientError) -> [CoverageAnswer] {
        let answers: CoverageAnswers = try await value { () throws(HubError) in
            try .askAllowlistCoverage(hub, CoverageRequest(deviceIds: devices))
        }
        return answers.value
    }
}
