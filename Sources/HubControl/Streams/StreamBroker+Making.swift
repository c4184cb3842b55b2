import HubModel
import HubStore
import StreamCore

// What a stream is made of.
extension StreamBroker {
    /// A stream with all that both sides will need.
    func newStream(_ opening: StreamOpening) throws(HubError) -> LiveStream {
        let host = try host(opening)
        guard let port = UInt16(exactly: hubs.naming.publicPort) else {
            throw HubError(.serverError, "The public port is out of range.")
        }
        let now = world.now
        let id = opening.id ?? StreamID(checked: world.newRequestID())
        let negotiation = StreamNegotiation(
            timeouts: opening.timeouts,
            confirming: opening.confirmsService ? opening.service : nil,
            now: now
        )
        func url(_ side: StreamSide) throws(HubError) -> StreamURL {
            try StreamURL(host: host, port: port, path: BridgePath(hub: opening.hub, stream: id, side: side))
        }
        func token(_ side: StreamSide) throws(HubError) -> StreamToken {
            try self.token(opening, stream: id, side, expires: negotiation.deadline)
        }
        let serviceURL = try url(.service)
        return LiveStream(
            opening: opening,
            id: id,
            openedAt: now,
            endpoint: LiveStream.RecordedEndpoint(host: host, url: hubs.naming.url(host)),
            subjects: limits(of: opening).map(\.0),
            negotiation: negotiation,
            stageBegan: world.monotonicNanoseconds,
            grant: StreamGrant(
                streamId: id,
                streamName: opening.name,
                deviceId: opening.identity.device,
                moduleId: opening.identity.module,
                service: nil,
                url: serviceURL.text,
                token: try token(.service).text,
                expiresAt: negotiation.deadline,
                trackingId: opening.trackingID
            ),
            serviceURL: serviceURL,
            request: StreamRequestTopic(
                name: opening.name,
                stream: id,
                url: try url(.device),
                token: try token(.device),
                service: opening.service,
                reason: opening.reason,
                halfClose: opening.halfClose,
                caller: opening.caller.text,
                trace: opening.trace
            )
        )
    }

    /// What lets one side in, at this process's gateway alone.
    private func token(
        _ opening: StreamOpening,
        stream: StreamID,
        _ side: StreamSide,
        expires: Timestamp
    ) throws(HubError) -> StreamToken {
        guard let id = StreamTokenID(random: world.randomBytes(StreamTokenID.byteCount)) else {
            throw HubError(.serverError, "The stream token could not be made.")
        }
        return try signer.sign(
            StreamClaims(
                hub: opening.hub,
                device: opening.identity.device,
                stream: stream,
                side: side,
                gateway: gateway,
                expires: expires,
                id: id,
                trackingID: opening.trackingID
            )
        )
    }

    /// The host of an active streaming endpoint: nothing else is ever handed out.
    func host(_ opening: StreamOpening) throws(HubError) -> String {
        guard let snapshot = hubs.index[opening.hub], snapshot.hub.id == opening.hubID else {
            throw .noHub(opening.hub)
        }
        let stamp = snapshot.records.first { $0.kind == .streaming && $0.state == .active }?.stamp
        guard let stamp else {
            let regions = hubs.regions.filter(\.deviceStreams).map(\.name)
            throw HubError(
                .regionNotSupported,
                "The hub '\(opening.hub)' in region '\(snapshot.hub.location)' has no active streaming endpoint. "
                    + (regions.isEmpty
                        ? "No region of this server has device streams."
                        : "Regions with device streams: \(regions.joined(separator: ", ")).")
            )
        }
        return hubs.naming.streamingHost(opening.hub, stamp)
    }

    /// Whose limits count for a stream.
    func limits(of opening: StreamOpening) -> [(StreamLimiter.Subject, StreamLimits)] {
        guard let limits = hubs.index[opening.hub]?.hub.limits else { return [] }
        return [
            (
                .hub(opening.hub),
                StreamLimits(
                    newStreamsPerSecond: limits.newStreamsPerSecond,
                    concurrentStreams: limits.concurrentStreams,
                    bytesPerDay: limits.bytesPerDay
                )
            ),
            (.device(opening.hub, opening.identity.device), limits.perDevice),
            (.caller(opening.hub, opening.caller.limitKey), limits.perCaller),
        ]
    }
}
