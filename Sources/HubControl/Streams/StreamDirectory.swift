package import HubModel
import HubStore
import Logging
package import StreamCore
import Synchronization

/// The streams of the hubs, for those who open, see and close them.
package struct StreamDirectory: Sendable {
    let hubs: HubDirectory
    let broker: StreamBroker
    let access: ServiceAccess
    let tails: Tails

    /// Opens a stream for the bearer of an API token.
    ///
    /// Throws `StreamRejected` where the device rejects it, and returns the URL and the token where it accepts.
    package func open(
        _ caller: Caller,
        _ hub: HubName,
        _ device: DeviceID,
        _ creation: StreamCreation,
        address: String,
        trackingID: String
    ) async throws(HubError) -> StreamGrant {
        try caller.require(.reader)
        let snapshot = try hubs.snapshot(caller, hub)
        let opener = StreamCaller.token(caller.tokenID, name: caller.name)
        do throws(HubError) {
            try caller.require(.operator)
        } catch {
            var refusal = StreamRefusal(hub, DeviceIdentity(device, module: creation.moduleId), address, trackingID)
            refusal.name = creation.streamName
            refusal.caller = opener.text
            refused(refusal, error)
            throw error
        }
        return try await open(opener, snapshot, device, creation, address: address, trackingID: trackingID)
    }

    /// The same for a service that signs with a policy, which needs the right ServiceConnect.
    package func open(
        signature: String,
        _ hub: HubName,
        _ device: DeviceID,
        _ creation: StreamCreation,
        address: String,
        trackingID: String
    ) async throws(HubError) -> StreamGrant {
        let identity = DeviceIdentity(device, module: creation.moduleId)
        var refusal = StreamRefusal(hub, identity, address, trackingID)
        refusal.name = creation.streamName
        let (caller, snapshot) = try await authenticate(signature, refusal)
        return try await open(caller, snapshot, device, creation, address: address, trackingID: trackingID)
    }

    private func open(
        _ caller: StreamCaller,
        _ snapshot: HubSnapshot,
        _ device: DeviceID,
        _ creation: StreamCreation,
        address: String,
        trackingID: String
    ) async throws(HubError) -> StreamGrant {
        let opening = StreamOpening(
            hub: snapshot.hub.name,
            hubID: snapshot.hub.id,
            identity: DeviceIdentity(device, module: creation.moduleId),
            name: creation.streamName ?? StreamCreation.standardName,
            service: creation.service,
            confirmsService: !(creation.anyService ?? false),
            reason: creation.reason,
            halfClose: creation.halfClose ?? false,
            timeouts: StreamTimeouts(
                connect: creation.connectTimeoutSeconds.map { .milliseconds(Int64($0 * 1000)) },
                response: creation.responseTimeoutSeconds.map { .milliseconds(Int64($0 * 1000)) }
            ),
            waitOnline: .milliseconds(Int64((creation.waitOnlineSeconds ?? 0) * 1000)),
            id: creation.streamId,
            caller: caller,
            address: address,
            trackingID: trackingID,
            trace: RequestScope.current?.trace
        )
        switch try await broker.open(opening) {
        case .accepted(let grant): return grant
        case .failed(let error): throw error
        case .rejected(let rejection, _):
            throw HubError(
                rejection.errorCode,
                rejection.errorCode == .targetUnavailable
                    ? "The agent of device '\(opening.identity)' could not reach the service: \(rejection.words)"
                    : "Device '\(opening.identity)' rejected the stream: \(rejection.sentence)",
                target: "deviceId",
                stage: StreamStage.answer.rawValue,
                retryAfter: rejection.retryAfter
            )
        }
    }

    /// Opens a stream for a service that signs as Azure's programs do.
    package func open(
        signature: String?,
        _ hub: HubName,
        _ device: DeviceIdentity,
        _ name: StreamName,
        _ timeouts: StreamTimeouts,
        address: String,
        trackingID: String
    ) async throws(HubError) -> ServiceStreamAnswer {
        var refusal = StreamRefusal(hub, device, address, trackingID)
        refusal.name = name
        let (caller, snapshot) = try await authenticate(signature, refusal)
        let opening = StreamOpening(
            hub: snapshot.hub.name,
            hubID: snapshot.hub.id,
            identity: device,
            name: name,
            service: nil,
            confirmsService: false,
            reason: nil,
            halfClose: false,
            timeouts: timeouts,
            waitOnline: .zero,
            id: nil,
            caller: caller,
            address: address,
            trackingID: trackingID,
            trace: RequestScope.current?.trace
        )
        switch try await broker.open(opening) {
        case .accepted(let grant): return ServiceStreamAnswer(isAccepted: true, url: grant.url, token: grant.token)
        case .rejected(_, let url): return ServiceStreamAnswer(isAccepted: false, url: url.text, token: nil)
        case .failed(let error): throw error
        }
    }

    /// Streams that live and that ended, the last opened first.
    package func list(
        _ caller: Caller,
        _ hub: HubName,
        _ filter: StreamFilter,
        _ page: PageRequest
    ) async throws(HubError) -> ListPage<StreamResource> {
        try caller.require(.reader)
        let id = try hubs.snapshot(caller, hub).hub.id
        let before = try page.key().map(Self.position)
        let now = hubs.world.now
        let live = broker.state.withLock { state in
            state.streams.values.filter { $0.opening.hubID == id }.map { $0.resource(now: now) }
        }.filter { stream in
            (filter.state.map { $0 == stream.state } ?? true) && (filter.device.map { $0 == stream.deviceId } ?? true)
                && (before.map { Self.isBefore(stream, $0) } ?? true)
        }
        var streams = live
        if filter.state == nil || filter.state == .ended {
            await broker.activity.write()
            let ended = try await hubs.store.read { (reading) throws(HubError) in
                try reading.streams(
                    hub: id,
                    device: filter.device,
                    before: before.map { ($0.openedAt, $0.id) },
                    limit: page.top + 1
                )
            }
            let known = Set(live.map(\.streamId))
            streams += ended.filter { !known.contains($0.streamId) }
        }
        streams.sort { ($0.openedAt, $0.streamId.text) > ($1.openedAt, $1.streamId.text) }
        return ListPage(Array(streams.prefix(page.top + 1)), top: page.top) {
            "\($0.openedAt.milliseconds)/\($0.streamId.text)"
        }
    }

    /// Follows the streams as they change.
    package func tail(_ caller: Caller, _ hub: HubName) throws(HubError) -> StreamTail {
        try caller.require(.reader)
        let id = try hubs.snapshot(caller, hub).hub.id
        return try StreamTail(tails.begin(caller), self, hub: id)
    }

    package func get(_ caller: Caller, _ hub: HubName, _ id: StreamID) async throws(HubError) -> StreamResource {
        try caller.require(.reader)
        let hubID = try hubs.snapshot(caller, hub).hub.id
        let now = hubs.world.now
        let key = StreamKey(hub: hub, stream: id)
        if let live = broker.state.withLock({ $0.streams[key]?.resource(now: now) }) { return live }
        await broker.activity.write()
        let stream = try await hubs.store.read { (reading) throws(HubError) in try reading.stream(hub: hubID, id) }
        guard let stream else {
            throw HubError(
                .resourceNotFound,
                "The hub '\(hub)' knows no stream '\(id)'.",
                target: "streamId",
                hint: "List the streams with: devicestream stream list --name \(hub)"
            )
        }
        return stream
    }

    /// Closes a stream; one that has ended stays as it is.
    package func close(
        _ caller: Caller,
        _ hub: HubName,
        _ id: StreamID,
        _ closing: StreamClosing
    ) async throws(HubError) -> StreamResource {
        try caller.require(.reader)
        let snapshot = try hubs.snapshot(caller, hub)
        try caller.require(.operator)
        let words = closing.reason.map { "closed by \(caller.name): " + $0 } ?? "closed by \(caller.name)"
        if broker.close(
            StreamKey(hub: snapshot.hub.name, stream: id),
            .streamClosed,
            reason: words,
            words: closing.reason
        ) {
            hubs.logger.info(
                "stream closed",
                metadata: ["hub.id": "\(hub)", "stream.id": "\(id)", "token.id": "\(caller.tokenID)"]
            )
        }
        return try await get(caller, hub, id)
    }

    private func authenticate(
        _ signature: String?,
        _ request: StreamRefusal
    ) async throws(HubError) -> (StreamCaller, HubSnapshot) {
        do throws(HubError) {
            let caller = try await access.authenticate(
                ServiceSignature(signature, hub: request.hub, address: request.address),
                .twin(request.identity),
                .serviceConnect
            )
            return (caller.identity, caller.snapshot)
        } catch {
            refused(request, error)
            throw error
        }
    }

    private struct Position: Sendable {
        let openedAt: Timestamp
        let id: String
    }

    private static func position(_ key: String) throws(HubError) -> Position {
        let parts = key.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let milliseconds = Int64(parts[0]) else {
            throw HubError(.argumentInvalid, "$skiptoken is not one that this server made.", target: "$skiptoken")
        }
        return Position(openedAt: Timestamp(milliseconds: milliseconds), id: String(parts[1]))
    }

    private static func isBefore(_ stream: StreamResource, _ position: Position) -> Bool {
        (stream.openedAt, stream.streamId.text) < (position.openedAt, position.id)
    }
}
