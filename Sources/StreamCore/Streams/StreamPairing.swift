package import HubModel

/// The waiting room of a gateway: who came with a good token and waits for the other side of the stream.
///
/// ```
/// (nothing) ─arrived→ waiting ─other side arrived→ over ─deadline and margin→ (forgotten)
///                        ├─left, with early bytes→ waiting, gone
///                        └─left without, expired, closed→ over
/// ```
/// The upgrade handler checks the token and calls `arrived`; the handler of a waiting connection counts what it holds
/// (`received`) and reports its end (`left`); the hub's commands and a lost negotiation call `closed`; a timer calls
/// `expired`.
///
/// A stream stays known after it was paired or ended, until no token of it can be good any more: that memory is what
/// makes each token open one connection. It is bounded, because the verifier takes no token with a long life.
///
/// The machine counts early bytes; the adapter holds them.
package struct StreamPairing: Sendable {
    /// What one waiting side may send ahead, in bytes.
    ///
    /// A stream holds at most 1 MiB in each direction, whatever its peers do; early bytes are no exception.
    package static let maximumEarlyBytes = 1 << 20

    /// What may still arrive after reading was stopped: the largest read of the gateway, and records of TLS that were
    /// not whole before it.
    package static let readAhead = 320 << 10

    /// How long a stream is remembered after its tokens expired, so that a clock set back makes none of them good.
    static let memoryMargin = Duration.seconds(60)

    private struct Half: Sendable {
        let side: StreamSide
        let connection: GatewayConnectionID
        let deadline: Timestamp
        var earlyBytes = 0
        var isGone = false

        /// What the adapter is told of it.
        var waitingSide: WaitingSide { WaitingSide(connection: connection, earlyBytes: earlyBytes, isGone: isGone) }
    }

    private enum State: Sendable {
        case waiting(Half)
        case over
    }

    private struct Entry: Sendable {
        var state: State
        /// Nobody's, where the stream was closed before anyone came.
        var device: DeviceID?
        var tokens: [StreamSide: StreamTokenID] = [:]
        var forgottenAt: Timestamp
    }

    private let maximumStreams: Int
    private let maximumHeldBytes: Int
    private var entries: [StreamKey: Entry] = [:]
    private var waiting: [GatewayConnectionID: StreamKey] = [:]
    private var heldBytes = 0
    /// What to look at when, by whole seconds: tokens live minutes, so there are few of them whatever the load.
    private var agenda: [Int64: [StreamKey]] = [:]

    /// The bounds: streams known at once, 65,536 by default; bytes held for all of them together, 256 MiB by default.
    package init(maximumStreams: Int = 1 << 16, maximumHeldBytes: Int = 256 << 20) {
        self.maximumStreams = maximumStreams
        self.maximumHeldBytes = maximumHeldBytes
    }

    /// How many connections wait.
    var waitingCount: Int { waiting.count }

    /// How many streams are known, those that are over too.
    var knownCount: Int { entries.count }

    /// When to call `expired`; `nil` when nothing is known.
    package var wakes: Timestamp? { agenda.keys.min().map(Timestamp.init(seconds:)) }
}

extension StreamPairing {
    /// A connection came with claims that the verifier let pass.
    package mutating func arrived(
        _ claims: StreamClaims,
        as connection: GatewayConnectionID,
        now: Timestamp
    ) -> ArrivedAction {
        guard claims.expires > now else { return .refuse(.expired) }
        guard var entry = entries[claims.key] else { return firstArrived(claims, as: connection) }
        guard entry.device == nil || entry.device == claims.device else { return .refuse(.otherDevice) }
        if let used = entry.tokens[claims.side] {
            return .refuse(used == claims.id ? .tokenUsed : .sideTaken)
        }
        switch entry.state {
        case .over:
            return .refuse(.streamOver)
        case .waiting(let half):
            guard half.deadline > now, half.connection != connection else { return .refuse(.streamOver) }
            entry.tokens[claims.side] = claims.id
            entry.state = .over
            entry.forgottenAt = max(entry.forgottenAt, claims.expires + Self.memoryMargin)
            entries[claims.key] = entry
            forget(half)
            schedule(claims.key, at: entry.forgottenAt)
            return .pair(with: half.waitingSide)
        }
    }

    private mutating func firstArrived(_ claims: StreamClaims, as connection: GatewayConnectionID) -> ArrivedAction {
        guard entries.count < maximumStreams else { return .refuse(.roomFull) }
        guard waiting[connection] == nil else { return .refuse(.connectionTaken) }
        entries[claims.key] = Entry(
            state: .waiting(Half(side: claims.side, connection: connection, deadline: claims.expires)),
            device: claims.device,
            tokens: [claims.side: claims.id],
            forgottenAt: claims.expires + Self.memoryMargin
        )
        waiting[connection] = claims.key
        schedule(claims.key, at: claims.expires)
        return .wait(until: claims.expires)
    }

    /// A waiting connection brought that many bytes.
    package mutating func received(_ count: Int, from connection: GatewayConnectionID) -> ReceivedAction {
        guard let key = waiting[connection], var entry = entries[key], case .waiting(var half) = entry.state else {
            return .passOn
        }
        let total = half.earlyBytes + max(0, count)
        guard total <= Self.maximumEarlyBytes else {
            end(key, half)
            return .close(half.side)
        }
        heldBytes += total - half.earlyBytes
        half.earlyBytes = total
        entry.state = .waiting(half)
        entries[key] = entry
        return total >= Self.maximumEarlyBytes - Self.readAhead || heldBytes >= maximumHeldBytes
            ? .holdAndStopReading : .hold
    }

    /// A waiting connection ended or vanished.
    ///
    /// What it sent is still delivered if the other side comes in time.
    package mutating func left(_ connection: GatewayConnectionID) -> LeftAction {
        guard let key = waiting[connection], var entry = entries[key], case .waiting(var half) = entry.state,
            !half.isGone
        else { return .ignore }
        guard half.earlyBytes > 0 else {
            end(key, half)
            return .end(key, half.side)
        }
        half.isGone = true
        entry.state = .waiting(half)
        entries[key] = entry
        return .hold(until: half.deadline)
    }

    /// The hub ended the stream: whoever waits must go, and whoever comes is refused.
    package mutating func closed(_ key: StreamKey, now: Timestamp) -> ClosedAction {
        let forgottenAt = now + StreamTokenVerifier.maximumLifetime + Self.memoryMargin
        guard let entry = entries[key] else {
            // A full room forgets nothing that was used; a token of this stream then meets `roomFull` or a hub that
            // knows nothing of it.
            guard entries.count < maximumStreams else { return .none }
            entries[key] = Entry(state: .over, device: nil, forgottenAt: forgottenAt)
            schedule(key, at: forgottenAt)
            return .none
        }
        switch entry.state {
        case .over:
            return .none
        case .waiting(let half):
            end(key, half)
            return .close(half.waitingSide)
        }
    }

    /// A timer that was set for `wakes` ran out; what it returns waited in vain and must be closed.
    package mutating func expired(now: Timestamp) -> [LonelySide] {
        var lonely: [LonelySide] = []
        for second in agenda.keys.filter({ $0 <= now.seconds }).sorted() {
            for key in agenda.removeValue(forKey: second) ?? [] {
                guard let entry = entries[key] else { continue }
                if case .waiting(let half) = entry.state, half.deadline <= now {
                    end(key, half)
                    lonely.append(LonelySide(key: key, side: half.side, waiting: half.waitingSide))
                } else if entry.forgottenAt.seconds <= second {
                    entries[key] = nil
                }
            }
        }
        return lonely
    }
}

extension StreamPairing {
    /// Ends a half stream, which stays known for its tokens.
    private mutating func end(_ key: StreamKey, _ half: Half) {
        forget(half)
        entries[key]?.state = .over
        if let entry = entries[key] { schedule(key, at: entry.forgottenAt) }
    }

    private mutating func forget(_ half: Half) {
        waiting[half.connection] = nil
        heldBytes -= half.earlyBytes
    }

    /// Rounds up, so that what is due has come when its second has.
    private mutating func schedule(_ key: StreamKey, at time: Timestamp) {
        let second = time.milliseconds > time.seconds * 1000 ? time.seconds + 1 : time.seconds
        agenda[second, default: []].append(key)
    }
}
