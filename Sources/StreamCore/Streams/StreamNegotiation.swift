package import HubModel

/// The handshake of one stream and its life, as the hub sees it.
///
/// ```
/// lookingUp ─found→ delivering ─delivered→ awaitingAnswer ─accepted→ joining ─both joined→ established ─left→ over
///                                                └─rejected→ over
/// ```
/// The broker looks the device up (`found`, `refused`); whoever has the device's connection publishes the request
/// (`delivered`) and reports its answer (`answered`) or its loss (`deviceWentAway`); the gateway reports who is on it
/// (`joined`, `left`); the REST face reports that the service hung up (`serviceWentAway`); an operator or a
/// revocation closes (`closed`); a timer calls `expired`.
///
/// These come over different ways and in any order. The C SDK dials the gateway before it sends its acceptance, so a
/// device may be on the gateway early: that is remembered, and the answer awaited. An answer may overtake the note of
/// its own delivery. A service cannot be on the gateway before `handOut`, which gives it its token.
///
/// From every state but `over` the deadline and `closed` lead to `over`, which is left no more and ignores everything:
/// the one verb that leads there returns the one `finish`. Each verb that has a time enforces the deadline itself, so a
/// late timer changes nothing.
package struct StreamNegotiation: Equatable, Sendable {
    private enum State: Equatable, Sendable {
        case lookingUp
        case delivering(deviceIsOn: Bool)
        case awaitingAnswer(deviceIsOn: Bool)
        case joining(StreamSide?)
        case established
        case over(StreamOutcome)
    }

    /// When the whole handshake must be done.
    package let deadline: Timestamp

    private let timeouts: StreamTimeouts
    private let service: ServiceName?
    private var state = State.lookingUp
    /// When the present stage must be done, at the latest `deadline`.
    private var limit: Timestamp

    /// Begins with the service's request.
    ///
    /// Where `service` is named, an acceptance must confirm it; leave it out when any service will do.
    package init(timeouts: StreamTimeouts, confirming service: ServiceName? = nil, now: Timestamp) {
        self.timeouts = timeouts
        self.service = service
        deadline = now + StreamTimeouts.handshake
        limit = min(now + timeouts.connect, deadline)
    }

    /// What the handshake waits for; `nil` when it waits no more.
    package var stage: StreamStage? {
        switch state {
        case .lookingUp: .lookup
        case .delivering: .deliver
        case .awaitingAnswer: .answer
        case .joining(nil), .joining(.service): .deviceJoin
        case .joining(.device): .serviceJoin
        case .established, .over: nil
        }
    }

    /// When to call `expired`; `nil` when it need not be called.
    package var wakes: Timestamp? { stage == nil ? nil : limit }

    /// How it ended, once it did.
    package var outcome: StreamOutcome? {
        switch state {
        case .over(let outcome): outcome
        case .lookingUp, .delivering, .awaitingAnswer, .joining, .established: nil
        }
    }
}

extension StreamNegotiation {
    /// The device is connected and listening.
    package mutating func found(now: Timestamp) -> FoundAction {
        if let finish = finishIfLate(now) { return .finish(finish) }
        switch state {
        case .lookingUp:
            state = .delivering(deviceIsOn: false)
            return .deliver(until: limit)
        case .delivering, .awaitingAnswer, .joining, .established, .over:
            return .ignore
        }
    }

    /// The device cannot be asked: unknown, disabled, not connected, not listening, or the request was not written.
    package mutating func refused(_ code: ErrorCode) -> FinishAction {
        switch state {
        case .lookingUp: .finish(finish(.failed(.lookup, .refused(code))))
        case .delivering: .finish(finish(.failed(.deliver, .refused(code))))
        case .awaitingAnswer, .joining, .established, .over: .ignore
        }
    }

    /// The request was written to the device.
    package mutating func delivered(now: Timestamp) -> WaitAction {
        if let finish = finishIfLate(now) { return .finish(finish) }
        switch state {
        case .delivering(let deviceIsOn):
            state = .awaitingAnswer(deviceIsOn: deviceIsOn)
            limit = min(now + timeouts.response, deadline)
            return .wait(until: limit)
        case .lookingUp, .awaitingAnswer, .joining, .established, .over:
            return .ignore
        }
    }

    /// The device answered this stream's request.
    ///
    /// The caller has checked that it is this stream's device that speaks.
    package mutating func answered(_ answer: StreamAnswer, now: Timestamp) -> AnsweredAction {
        if let finish = finishIfLate(now) { return .finish(finish) }
        switch state {
        case .delivering(let deviceIsOn), .awaitingAnswer(let deviceIsOn):
            switch answer {
            case .rejected(let rejection):
                return .finish(finish(.rejected(rejection)))
            case .accepted(let confirmed, _):
                if let service, confirmed != service {
                    return .finish(finish(.failed(.answer, .refused(.serviceNotConfirmed))))
                }
                state = .joining(deviceIsOn ? .device : nil)
                limit = min(now + timeouts.connect, deadline)
                return .handOut(until: limit)
            }
        case .lookingUp, .joining, .established, .over:
            return .ignore
        }
    }

    /// The gateway let a side in.
    package mutating func joined(_ side: StreamSide, now: Timestamp) -> JoinedAction {
        if let finish = finishIfLate(now) { return .finish(finish) }
        switch (state, side) {
        case (.delivering(false), .device):
            state = .delivering(deviceIsOn: true)
            return .wait(until: limit)
        case (.awaitingAnswer(false), .device):
            state = .awaitingAnswer(deviceIsOn: true)
            return .wait(until: limit)
        case (.joining(nil), _):
            state = .joining(side)
            return .wait(until: limit)
        case (.joining(.device), .service), (.joining(.service), .device):
            state = .established
            return .establish
        case (.lookingUp, _), (.delivering, _), (.awaitingAnswer, _), (.joining, _), (.established, _), (.over, _):
            return .ignore
        }
    }

    /// The gateway ended what it had of this stream, because that side ended or vanished.
    ///
    /// A side whose early bytes still wait for the other has not left in this sense.
    package mutating func left(_ side: StreamSide?) -> FinishAction {
        switch (state, side) {
        case (.established, _):
            .finish(finish(.ended(by: side), gatewayKnows: true))
        case (.delivering(true), .device), (.awaitingAnswer(true), .device), (.joining(.device), .device):
            .finish(finish(.failed(.deviceJoin, .left(.device)), gatewayKnows: true))
        case (.joining(.service), .service):
            .finish(finish(.failed(.serviceJoin, .left(.service)), gatewayKnows: true))
        case (.lookingUp, _), (.delivering, _), (.awaitingAnswer, _), (.joining, _), (.over, _):
            .ignore
        }
    }

    /// The service's request was cut off.
    ///
    /// Once it has its answer that is no news: the request has ended.
    package mutating func serviceWentAway() -> FinishAction {
        switch state {
        case .lookingUp: .finish(finish(.abandoned(.lookup), serviceWaits: false))
        case .delivering: .finish(finish(.abandoned(.deliver), serviceWaits: false))
        case .awaitingAnswer: .finish(finish(.abandoned(.answer), serviceWaits: false))
        case .joining, .established, .over: .ignore
        }
    }

    /// The device's connection to the hub ended.
    ///
    /// After the acceptance it is no longer needed: SDKs renew it when their credential ages.
    package mutating func deviceWentAway() -> FinishAction {
        switch state {
        case .delivering: .finish(finish(.failed(.deliver, .refused(.deviceNotOnline))))
        case .awaitingAnswer: .finish(finish(.failed(.answer, .refused(.deviceNotOnline))))
        case .lookingUp, .joining, .established, .over: .ignore
        }
    }

    /// The hub closes the stream, whatever its state.
    package mutating func closed(_ code: ErrorCode) -> FinishAction {
        switch state {
        case .lookingUp, .delivering, .awaitingAnswer, .joining, .established:
            .finish(finish(.closed(code, stage)))
        case .over:
            .ignore
        }
    }

    /// A timer that was set for `wakes` ran out.
    package mutating func expired(now: Timestamp) -> WaitAction {
        if let finish = finishIfLate(now) { return .finish(finish) }
        return wakes.map { .wait(until: $0) } ?? .ignore
    }
}

extension StreamNegotiation {
    private mutating func finishIfLate(_ now: Timestamp) -> StreamFinish? {
        guard let stage, now >= limit else { return nil }
        return finish(.failed(stage, .timedOut))
    }

    /// Goes over; what is left to do follows from the state that is left.
    private mutating func finish(
        _ outcome: StreamOutcome,
        serviceWaits: Bool = true,
        gatewayKnows: Bool = false
    ) -> StreamFinish {
        let hadNoAnswer: Bool
        let deviceHasToken: Bool
        switch state {
        case .lookingUp: (hadNoAnswer, deviceHasToken) = (true, false)
        case .delivering, .awaitingAnswer: (hadNoAnswer, deviceHasToken) = (true, true)
        case .joining, .established: (hadNoAnswer, deviceHasToken) = (false, true)
        case .over: (hadNoAnswer, deviceHasToken) = (false, false)
        }
        state = .over(outcome)
        return StreamFinish(
            outcome: outcome,
            owesReply: hadNoAnswer && serviceWaits,
            closesGateway: deviceHasToken && !gatewayKnows
        )
    }
}
