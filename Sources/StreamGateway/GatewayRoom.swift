import HubModel
import StreamCore

/// All streams of a gateway that still have a connection or wait for one, and the waiting room.
///
/// ```
/// admitted → seated (its handler runs) → gone
/// ```
/// A stream is complete when nobody else may come to it: both sides did, or the waiting room gave it up. It is over
/// when it is complete and nobody is left. The upgrade calls `admitted`, the handler `seated`, `received` and `ended`,
/// the end of a channel `gone`, the hub's commands and the timer the rest.
struct GatewayRoom: Sendable {
    private struct Member: Sendable {
        let connection: GatewayConnectionID
        /// Nobody before the handler runs.
        var link: RelayLink?
        var isGone = false
    }

    private struct Entry: Sendable {
        let stream: RelayStream
        var device: Member?
        var service: Member?
        var ending: (side: StreamSide?, cause: StreamEnding.Cause)?
        /// How sides that come to their seat only now are closed.
        var order: CloseStatus?
        var isComplete = false

        subscript(side: StreamSide) -> Member? {
            get { side == .device ? device : service }
            set { if side == .device { device = newValue } else { service = newValue } }
        }

        var links: [RelayLink] {
            [device, service].compactMap { member in member.flatMap { $0.isGone ? nil : $0.link } }
        }

        mutating func endedFirst(_ side: StreamSide?, _ cause: StreamEnding.Cause) {
            if ending == nil { ending = (side, cause) }
        }
    }

    private var pairing: StreamPairing
    private var entries: [StreamKey: Entry] = [:]
    private var lastConnection: UInt64 = 0
    private var isStopping = false

    /// Connections that were admitted and are not gone.
    private(set) var openConnections = 0

    init(pairing: StreamPairing = StreamPairing()) {
        self.pairing = pairing
    }
}

extension GatewayRoom {
    /// A connection came with claims that the verifier let pass.
    mutating func admitted(_ claims: StreamClaims, now: Timestamp) -> AdmittedAction {
        guard !isStopping else { return .stopping }
        lastConnection += 1
        let connection = GatewayConnectionID(number: lastConnection)
        switch pairing.arrived(claims, as: connection, now: now) {
        case .refuse(let refusal):
            return .refuse(refusal)
        case .wait:
            var entry = Entry(stream: RelayStream(key: claims.key, trackingID: claims.trackingID))
            entry[claims.side] = Member(connection: connection)
            entries[claims.key] = entry
            openConnections += 1
            return .admit(connection, entry.stream)
        case .pair:
            // Whoever waits in the pairing has an entry here.
            guard var entry = entries[claims.key] else { return .refuse(.streamOver) }
            entry[claims.side] = Member(connection: connection)
            entry.isComplete = true
            entries[claims.key] = entry
            openConnections += 1
            return .admit(connection, entry.stream)
        }
    }

    /// The handler of an admitted connection runs.
    mutating func seated(_ key: StreamKey, _ side: StreamSide, _ link: RelayLink) -> SeatedAction {
        guard var entry = entries[key], entry[side] != nil else {
            return .close(CloseStatus(.goingAway, reason: "the stream is over"))
        }
        entry[side]?.link = link
        entries[key] = entry
        if let order = entry.order { return .close(order) }
        guard let other = entry[side.other] else { return .wait }
        if let link = other.link { return .relay(with: link) }
        return other.isGone ? .endOfPeer(.disconnected) : .wait
    }

    /// A connection without a peer brought so many bytes, which it holds.
    mutating func received(
        _ count: Int,
        _ key: StreamKey,
        from connection: GatewayConnectionID
    ) -> StreamPairing.ReceivedAction {
        let action = pairing.received(count, from: connection)
        if case .close = action { entries[key]?.isComplete = true }
        return action
    }

    /// A side sends nothing more; the first end of a stream is the one that is reported.
    mutating func ended(_ key: StreamKey, _ side: StreamSide, _ cause: StreamEnding.Cause) {
        entries[key]?.endedFirst(side, cause)
    }

    /// The channel of an admitted connection is closed.
    mutating func gone(_ key: StreamKey, _ side: StreamSide, _ connection: GatewayConnectionID) -> GoneAction {
        guard var entry = entries[key], let member = entry[side], member.connection == connection, !member.isGone else {
            return GoneAction()
        }
        openConnections -= 1
        entry[side]?.isGone = true
        entry.endedFirst(side, .disconnected)
        if !entry.isComplete, case .end = pairing.left(connection) { entry.isComplete = true }
        entries[key] = entry
        // A handler tells its peer itself; where none ever ran, nobody else does.
        let peer = member.link == nil && entry.isComplete ? entry[side.other] : nil
        return GoneAction(endOfPeer: peer.flatMap { $0.isGone ? nil : $0.link }, over: finished(key))
    }

    /// A second has passed; whoever waited in vain is closed.
    mutating func expired(now: Timestamp) -> [ClosedAction] {
        guard let wakes = pairing.wakes, wakes <= now else { return [] }
        let code = Self.code(of: .gatewayTimeout)
        return pairing.expired(now: now).map { lonely in
            entries[lonely.key]?.ending = (lonely.side, .alone)
            return close(lonely.key, code, StreamCloseReason.words(.gatewayTimeout, nil))
        }
    }

    /// The hub ended a stream.
    mutating func closed(_ key: StreamKey, _ code: ErrorCode, words: String?, now: Timestamp) -> ClosedAction {
        _ = pairing.closed(key, now: now)
        entries[key]?.endedFirst(nil, .ordered(code))
        return close(key, Self.code(of: code), StreamCloseReason.words(code, words))
    }

    /// The gateway stops: nobody is let in any more, everybody is closed.
    mutating func stopped(now: Timestamp) -> [ClosedAction] {
        isStopping = true
        return Array(entries.keys).map { key in
            _ = pairing.closed(key, now: now)
            entries[key]?.endedFirst(nil, .stopping)
            return close(key, .goingAway, "the gateway stops")
        }
    }

    private mutating func close(_ key: StreamKey, _ code: CloseCode, _ words: String) -> ClosedAction {
        guard let stream = entries[key]?.stream else { return ClosedAction(status: CloseStatus(code, reason: words)) }
        // The words are cut here, not by the frame: the id behind them must stay.
        let status = CloseStatus(code, reason: StreamCloseReason.text(words, trackingID: stream.trackingID))
        entries[key]?.isComplete = true
        if entries[key]?.order == nil { entries[key]?.order = status }
        return ClosedAction(status: status, links: entries[key]?.links ?? [], over: finished(key))
    }

    /// Forgets the stream when it is over.
    private mutating func finished(_ key: StreamKey) -> OverStream? {
        guard let entry = entries[key], entry.isComplete, entry.device?.isGone ?? true, entry.service?.isGone ?? true
        else { return nil }
        entries[key] = nil
        return OverStream(stream: entry.stream, side: entry.ending?.side, cause: entry.ending?.cause ?? .disconnected)
    }

    /// The close code of an error; those of clients alone have none, and no hub sends them.
    private static func code(of error: ErrorCode) -> CloseCode {
        error.entry.closeCode.flatMap { CloseCode($0) } ?? .internalError
    }
}
