import HubModel
import HubStore
import StreamCore
import Synchronization

// From a request to its answer.
extension StreamBroker {
    /// Opens a stream, and returns when the device has answered; throws when it cannot be.
    ///
    /// A task that is cancelled gives the request up.
    func open(_ opening: StreamOpening) async throws(HubError) -> StreamReply {
        let begun = world.now
        do throws(HubError) {
            let reply = try await answer(opening, begun)
            // Where a stream came to more than this, its record was written with its end.
            guard case .failed(let error) = reply, Self.mayPass(error) else { return reply }
            if Task.isCancelled { throw Self.abandoned(error) }
            activity.append(opening.record(of: error, from: begun, to: world.now), hub: opening.hubID)
            return reply
        } catch {
            activity.append(opening.record(of: error, from: begun, to: world.now), hub: opening.hubID)
            throw error
        }
    }

    /// The error for a service that hung up while it waited for the device.
    private static func abandoned(_ error: HubError) -> HubError {
        var abandoned = Self.abandoned
        abandoned.stage = error.stage
        return abandoned
    }

    private func answer(_ opening: StreamOpening, _ begun: Timestamp) async throws(HubError) -> StreamReply {
        // A device that is connected exists and is enabled: what ends either ends its connection.
        if connections.current(opening.hub, opening.identity) == nil { try await requireDevice(opening) }
        if let id = opening.id, let reply = try await repeated(opening, id) { return reply }
        let measuredFrom = world.monotonicNanoseconds
        while true {
            // Taken before the try: what the device does meanwhile is not missed.
            let seen = connections.sign(of: opening.hub, opening.identity)
            let reply = try await tryOnce(opening, measuredFrom: measuredFrom)
            guard case .failed(let error) = reply else { return reply }
            var patience = Self.mayPass(error) ? opening.waitOnline : .zero
            if changesConnection(opening, error) { patience = max(patience, Self.changePatience) }
            let until = begun + patience
            guard world.now < until else { return reply }
            guard
                await connections.waitForSign(
                    of: opening.hub,
                    opening.identity,
                    since: seen,
                    for: until - world.now
                )
            else { return reply }
        }
    }

    /// Whether the error may pass while the request waits for the device to be online.
    private static func mayPass(_ error: HubError) -> Bool {
        (error.code == .deviceNotOnline || error.code == .deviceNotListening)
            && (error.stage == StreamStage.lookup.rawValue || error.stage == StreamStage.deliver.rawValue)
    }

    /// How long a device that connected anew may take to listen again.
    static let changePatience = Duration.seconds(5)

    /// Whether the request came between two connections of a device that puts one in the place of another, as those do
    /// that renew their tokens: what the first was asked is lost, and the second does not listen at once.
    private func changesConnection(_ opening: StreamOpening, _ error: HubError) -> Bool {
        guard let entry = connections.current(opening.hub, opening.identity), entry.tookOver,
            world.now - entry.info.connectedAt < Self.changePatience
        else { return false }
        return error.code == .deviceNotOnline || error.code == .deviceNotListening
    }

    /// Throws unless the device is there and enabled.
    private func requireDevice(_ opening: StreamOpening) async throws(HubError) {
        let device = try await hubs.store.read { (reading) throws(HubError) in
            try reading.device(hub: opening.hubID, opening.identity.device)
        }
        guard let device else { throw HubError.noDevice(opening.identity.device, opening.hub) }
        guard device.status == .enabled else { throw .disabled(device) }
    }

    /// The answer to a request that was made before under the same id; `nil` where there was none.
    private func repeated(_ opening: StreamOpening, _ id: StreamID) async throws(HubError) -> StreamReply? {
        let key = StreamKey(hub: opening.hub, stream: id)
        enum Found { case none, differs, over, granted(StreamGrant), waits }
        let found = state.withLock { state -> Found in
            guard let stream = state.streams[key] else { return .none }
            guard opening.repeats(stream.opening) else { return .differs }
            guard stream.negotiation.outcome == nil else { return .over }
            guard stream.acceptedAt != nil else { return .waits }
            return .granted(stream.grant)
        }
        switch found {
        case .granted(let grant): return .accepted(grant)
        case .waits: return await wait(for: key) { _ in }
        case .differs:
            throw HubError(.resourceConflict, "The stream id '\(id)' is that of another stream.", target: "streamId")
        case .none:
            guard
                try await hubs.store.read({ (reading) throws(HubError) in
                    try reading.stream(hub: opening.hubID, id)
                })?.acceptedAt != nil
            else { return nil }
            fallthrough
        case .over:
            throw HubError(.resourceConflict, "The stream '\(id)' has ended; its id is used.", target: "streamId")
        }
    }

    private func tryOnce(_ opening: StreamOpening, measuredFrom: Int64) async throws(HubError) -> StreamReply {
        guard let entry = connections.current(opening.hub, opening.identity) else {
            return .failed(try await offline(opening))
        }
        var stream = try newStream(opening)
        // What is looked up before a stream is made belongs to its first stage, and waiting for the device, too.
        stream.stageBegan = measuredFrom
        let key = stream.key
        let limits = limits(of: opening)
        let now = world.now
        let refusal = state.withLock { state -> HubError? in
            guard state.streams.count < Self.capacity else {
                return HubError(.serviceUnavailable, "The server carries as many streams as it can.")
            }
            guard state.streams[key] == nil else {
                return HubError(.resourceConflict, "The stream id '\(stream.id)' is in use.", target: "streamId")
            }
            if let refusal = state.limiter.begin(limits, now: now) { return refusal }
            stream.connection = entry.id
            stream.credential = entry.credential
            state.asked[entry.id, default: []].insert(key)
            state.streams[key] = stream
            return nil
        }
        if let refusal {
            var record = stream.requestRecord(now, .failed(.lookup, .refused(refusal.code)))
            record.resultDescription = refusal.message
            activity.append(record, hub: opening.hubID)
            return .failed(refusal)
        }
        return await wait(for: key) { broker in
            broker.change(key) { stream, state, deeds in
                switch stream.negotiation.found(now: now) {
                case .deliver: deeds.append(.deliver(key, entry, stream.request))
                case .finish(let finish): broker.finished(finish, &stream, &state, &deeds)
                case .ignore: break
                }
            }
            // It may have gone between being found and being noted as asked.
            if broker.connections.entry(entry.id) == nil { broker.deviceWentAway(entry.id) }
        }
    }

    /// Waits for the answer; `begin` is called once the waiter is known.
    private func wait(for key: StreamKey, begin: (StreamBroker) -> Void) async -> StreamReply {
        let number = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer = state.withLock { state -> StreamReply? in
                    guard let stream = state.streams[key] else {
                        return .failed(HubError(.resourceConflict, "The stream has ended.", target: "streamId"))
                    }
                    if stream.acceptedAt != nil { return .accepted(stream.grant) }
                    state.streams[key]?.waiters[number] = continuation
                    return nil
                }
                if let answer {
                    continuation.resume(returning: answer)
                    return
                }
                begin(self)
                if Task.isCancelled { serviceWentAway(key, waiter: number) }
            }
        } onCancel: {
            serviceWentAway(key, waiter: number)
        }
    }

    /// Why a device cannot be asked, with when it was last seen.
    private func offline(_ opening: StreamOpening) async throws(HubError) -> HubError {
        // A hub without streaming endpoints says so first: no device of it will ever do.
        _ = try host(opening)
        let device = try await hubs.store.read { (reading) throws(HubError) in
            try reading.device(hub: opening.hubID, opening.identity.device)
        }
        let seen =
            device?.lastActivityAt.map { " It was last seen \(Timestamp(seconds: $0.seconds))." }
            ?? " It has never connected."
        return HubError(
            .deviceNotOnline,
            "Device '\(opening.identity)' is not connected to hub '\(opening.hub)'.\(seen)",
            target: "deviceId",
            stage: StreamStage.lookup.rawValue,
            hint: "Wait for it with: devicestream stream open \(opening.identity.device) --wait-online 10m"
        )
    }
}
