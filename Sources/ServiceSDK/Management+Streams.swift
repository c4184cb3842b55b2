import HubClient
public import HubModel
public import StreamClient

// Streams.
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
}
