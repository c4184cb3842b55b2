package import HubModel
import StreamCore
import Synchronization

// What happens to a stream, from wherever it comes.
extension StreamBroker {
    /// The device's connection told what came of the request.
    func delivered(_ key: StreamKey, _ delivery: DeviceDelivery) {
        let now = world.now
        change(key) { stream, state, deeds in
            switch delivery {
            case .written:
                switch stream.negotiation.delivered(now: now) {
                case .finish(let finish): finished(finish, &stream, &state, &deeds)
                case .wait, .ignore: break
                }
            case .notListening: finish(stream.negotiation.refused(.deviceNotListening), &stream, &state, &deeds)
            case .gone: finish(stream.negotiation.refused(.deviceNotOnline), &stream, &state, &deeds)
            }
        }
    }

    /// A device answered; only the connection that was asked is heard.
    func answered(_ answer: StreamAnswerTopic, by id: DeviceConnectionID) {
        guard let entry = connections.entry(id) else { return }
        let now = world.now
        change(StreamKey(hub: entry.key.hub, stream: answer.stream)) { stream, state, deeds in
            // A device that connected anew may answer what it was asked before; another one may not.
            guard stream.opening.identity == entry.key.identity else { return }
            switch stream.negotiation.answered(answer.answer, now: now) {
            case .handOut:
                stream.acceptedAt = now
                if case .accepted(let service, let halfClose) = answer.answer {
                    stream.confirmed = service
                    stream.grant.service = service
                    // A device that was not offered it has nothing to agree to.
                    if stream.opening.halfClose, halfClose { stream.grant.halfClose = true }
                }
                forgetAsked(stream, &state)
                reply(.accepted(stream.grant), &stream, &deeds)
                deeds.append(.record(stream.requestRecord(now, nil), hub: stream.opening.hubID))
            case .finish(let finish): finished(finish, &stream, &state, &deeds)
            case .ignore: break
            }
        }
    }

    /// A device's connection to the hub ended.
    func deviceWentAway(_ id: DeviceConnectionID) {
        let keys = state.withLock { $0.asked.removeValue(forKey: id) ?? [] }
        for key in keys {
            change(key) { stream, state, deeds in
                finish(stream.negotiation.deviceWentAway(), &stream, &state, &deeds)
            }
        }
    }

    /// The service hung up while it waited.
    func serviceWentAway(_ key: StreamKey, waiter: UInt64) {
        change(key) { stream, state, deeds in
            guard let continuation = stream.waiters.removeValue(forKey: waiter) else { return }
            deeds.append(.reply([continuation], .failed(Self.abandoned)))
            // Others may wait for the same stream, which they asked for again.
            guard stream.waiters.isEmpty else { return }
            finish(stream.negotiation.serviceWentAway(), &stream, &state, &deeds)
        }
    }

    static let abandoned = HubError(.requestTimeout, "The request was given up before the device answered.")

    /// The gateway tells of a stream.
    package func reported(_ report: GatewayReport) {
        let now = world.now
        change(report.key) { stream, state, deeds in
            switch report.event {
            case .joined(let side):
                stream.gatewayIsDone = false
                switch stream.negotiation.joined(side, now: now) {
                case .establish: stream.establishedAt = now
                case .finish(let finish): finished(finish, &stream, &state, &deeds)
                case .wait, .ignore: break
                }
            case .progress(let traffic):
                moved(to: traffic, &stream, &state, &deeds, now)
            case .ended(let ending):
                moved(to: ending.traffic, &stream, &state, &deeds, now)
                stream.ending = ending
                stream.gatewayIsDone = true
                if case .alone = ending.cause, case .finish(let finish) = stream.negotiation.expired(now: now) {
                    finished(finish, &stream, &state, &deeds)
                } else {
                    finish(stream.negotiation.left(ending.side), &stream, &state, &deeds)
                }
                // The gateway knows it is over, whatever the machine was told before.
                if stream.negotiation.outcome == nil, case .ordered(let code) = ending.cause {
                    finish(stream.negotiation.closed(code), &stream, &state, &deeds)
                }
            }
        }
    }

    /// Ends streams that what was revoked had opened or reached.
    func revoke(_ revocation: Revocation) {
        let keys = state.withLock { state in
            state.streams.values.filter { stream in
                let (hub, identity) = (stream.opening.hub, stream.opening.identity)
                if revocation.ends(hub, openedBy: stream.opening.caller) { return true }
                switch revocation {
                case .hub(let name): return name == hub
                case .device(let name, let id, _), .deviceCredentials(let name, let id):
                    return name == hub && id == identity.device
                case .deviceKey, .module, .policyKey, .authority, .token:
                    return stream.credential.map { revocation.ends(hub, identity, $0) } ?? false
                }
            }.map(\.key)
        }
        for key in keys { close(key, revocation.code, reason: nil) }
    }

    /// Closes a stream, whatever its state; tells whether it lived.
    ///
    /// `reason` goes on record, `words` to the two sides.
    @discardableResult
    func close(_ key: StreamKey, _ code: ErrorCode, reason: String?, words: String? = nil) -> Bool {
        var isLive = false
        change(key) { stream, state, deeds in
            guard stream.negotiation.outcome == nil else { return }
            isLive = true
            (stream.closingReason, stream.closingWords) = (reason, words)
            finish(stream.negotiation.closed(code), &stream, &state, &deeds)
        }
        return isLive
    }
}

extension StreamBroker {
    func finish(
        _ action: StreamNegotiation.FinishAction,
        _ stream: inout LiveStream,
        _ state: inout State,
        _ deeds: inout [Deed]
    ) {
        guard case .finish(let finish) = action else { return }
        finished(finish, &stream, &state, &deeds)
    }

    func finished(
        _ finish: StreamFinish,
        _ stream: inout LiveStream,
        _ state: inout State,
        _ deeds: inout [Deed]
    ) {
        let now = world.now
        stream.endedAt = now
        forgetAsked(stream, &state)
        let wasAnswered = stream.acceptedAt != nil
        if finish.owesReply { reply(stream.reply(to: finish.outcome), &stream, &deeds) }
        // What may pass is tried again while the request waits; its record is written when the waiting is over.
        if !wasAnswered, !finish.outcome.mayPass {
            deeds.append(.record(stream.requestRecord(now, finish.outcome), hub: stream.opening.hubID))
        }
        guard finish.closesGateway else { return }
        let code = finish.outcome.code ?? .gatewayTimeout
        deeds.append(.command(.close(stream.key, code, words: stream.closingWords)))
    }

    private func reply(_ reply: StreamReply, _ stream: inout LiveStream, _ deeds: inout [Deed]) {
        guard !stream.waiters.isEmpty else { return }
        deeds.append(.reply(Array(stream.waiters.values), reply))
        stream.waiters = [:]
    }

    private func forgetAsked(_ stream: LiveStream, _ state: inout State) {
        guard let id = stream.connection else { return }
        state.asked[id]?.remove(stream.key)
        if state.asked[id]?.isEmpty ?? false { state.asked[id] = nil }
    }

    private func moved(
        to traffic: StreamTraffic,
        _ stream: inout LiveStream,
        _ state: inout State,
        _ deeds: inout [Deed],
        _ now: Timestamp
    ) {
        let before = stream.traffic
        stream.traffic = traffic
        meters.moved(traffic, since: before)
        let moved = traffic.fromDevice - before.fromDevice + traffic.fromService - before.fromService
        guard moved > 0 else { return }
        deeds.append(.count(moved, stream.subjects, hub: stream.opening.hubID, now))
        let limits = limits(of: stream.opening)
        guard let reached = state.limiter.moved(moved, limits, now: now), stream.negotiation.outcome == nil else {
            return
        }
        (stream.closingReason, stream.closingWords) = (reached.message, reached.message)
        finish(stream.negotiation.closed(.streamLimitReached), &stream, &state, &deeds)
    }
}
