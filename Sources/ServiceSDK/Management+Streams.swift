import HubClient
public import HubModel
public import StreamClient

// Streams, endpoints and the allowlist.
extension Management {
    /// The streams that live and those that ended lately, the last opened first.
    public func streams(_ hub: HubName, _ filter: StreamFilter = StreamFilter()) -> PagedSequence<StreamResource> {
        PagedSequence(pool: pool, first: .listStreams(hub, filter, top: nil))
    }

    /// A stream.
    public func stream(_ hub: HubName, _ id: StreamID) async throws(ClientError) -> StreamResource {
        try await value { .getStream(hub, id) }
    }

    /// Closes a stream; both sides are told the reason.
    public func closeStream(
        _ hub: HubName,
        _ id: StreamID,
        reason: String? = nil
    ) async throws(ClientError) -> StreamResource {
        try await value { () throws(HubError) in try .closeStream(hub, id, StreamClosing(reason: reason)) }
    }

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
}
