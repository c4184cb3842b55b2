package import HubModel
package import NIOCore

/// One connection of a client to a server, from CONNECT to its end (MQTT 3.1.1).
///
/// ```
/// idle ─opened→ connecting ─CONNACK→ connected ─DISCONNECT, violation, silence→ closed
///                   └─refusal, deadline, violation→ closed
/// ```
/// The owner opens the connection (`opened`), decodes what comes (`received`, `failed`), asks (`subscribe`, `publish`,
/// `disconnect`), keeps the time (`expired`) and reports the end (`connectionEnded`). `closed` ignores everything.
///
/// The keep-alive is the client's duty (§3.1.2.10): where it sent nothing for three quarters of it, it pings; a server
/// that does not answer a ping, a SUBSCRIBE or a CONNECT in time is gone.
package struct MQTTClientSession: Sendable {
    /// How long the server may take for an answer; the C SDK gives CONNACK 30 s.
    static let answerTimeout = Duration.seconds(30)

    private enum State: Sendable {
        case idle
        case connecting(deadline: Timestamp)
        case connected
        case closed
    }

    /// What the owner does next, in the order given.
    package enum Action: Equatable, Sendable {
        /// Encode and write the packet.
        case send(MQTTPacket)
        /// The server let the client in.
        case connected(sessionPresent: Bool)
        /// The server answered a SUBSCRIBE.
        case subscribed(MQTTPacketID, [MQTTSubscribeResult])
        /// A publish of the server, already acknowledged; copy the payload to keep it.
        case deliver(MQTTPublish)
        /// Call `expired` at this time; replaces the wake before it.
        case wake(at: Timestamp)
        /// Write what is queued, then close the connection; nothing follows.
        case close(MQTTClientEnd)
    }

    private let connect: MQTTConnect
    private var state = State.idle
    private var lastSent = Timestamp(milliseconds: 0)
    /// What the server owes an answer to, and until when.
    private var owed: [Owed] = []
    private var nextID = MQTTPacketID.first

    private enum Owed: Equatable, Sendable {
        case ping(until: Timestamp)
        case subscribe(MQTTPacketID, filters: Int, until: Timestamp)
        case publish(MQTTPacketID, until: Timestamp)

        var until: Timestamp {
            switch self {
            case .ping(let until), .subscribe(_, _, let until), .publish(_, let until): until
            }
        }
    }

    /// A session that will open with this packet.
    package init(_ connect: MQTTConnect) {
        self.connect = connect
    }

    /// The connection stands: introduces the client.
    package mutating func opened(now: Timestamp) -> [Action] {
        guard case .idle = state else { return [] }
        let deadline = now + Self.answerTimeout
        state = .connecting(deadline: deadline)
        lastSent = now
        return [.send(.connect(connect)), .wake(at: deadline)]
    }

    /// The decoder gave a packet.
    package mutating func received(_ packet: MQTTPacket, now: Timestamp) -> [Action] {
        switch state {
        case .idle, .closed: return []
        case .connecting:
            guard case .connectAck(let answer) = packet else { return end(.unexpectedPacket(packet.kind)) }
            switch answer {
            case .refused(let refusal): return end(.refused(refusal))
            case .accepted(let sessionPresent):
                state = .connected
                return [.connected(sessionPresent: sessionPresent)] + wake()
            }
        case .connected: return receivedConnected(packet, now)
        }
    }

    /// The decoder gave an error.
    package mutating func failed(_ error: MQTTDecodeError) -> [Action] { end(.malformed(error)) }

    /// Asks for publishes; the id comes back in `.subscribed`.
    ///
    /// Throws `notConnected` before CONNACK and after the end.
    package mutating func subscribe(
        _ subscriptions: [MQTTSubscription],
        now: Timestamp
    ) throws(MQTTClientProblem) -> (id: MQTTPacketID, actions: [Action]) {
        guard case .connected = state else { throw .notConnected }
        let id = try takeID()
        owed.append(.subscribe(id, filters: subscriptions.count, until: now + Self.answerTimeout))
        lastSent = now
        return (id, [.send(.subscribe(id, subscriptions))] + wake())
    }

    /// Publishes with QoS 0, or with QoS 1 when `isAcknowledged`.
    ///
    /// Throws `notConnected` before CONNACK and after the end, `tooManyInFlight` at 20 unacknowledged publishes.
    package mutating func publish(
        _ topic: MQTTTopicName,
        _ payload: ByteBuffer = ByteBuffer(),
        isAcknowledged: Bool = false,
        now: Timestamp
    ) throws(MQTTClientProblem) -> [Action] {
        guard case .connected = state else { throw .notConnected }
        var publish = MQTTPublish(topic: topic, payload: payload)
        if isAcknowledged {
            let id = try takeID()
            publish.delivery = .atLeastOnce(id, isRepeated: false)
            owed.append(.publish(id, until: now + Self.answerTimeout))
        }
        lastSent = now
        return [.send(.publish(publish))] + wake()
    }

    /// Says good-bye.
    package mutating func disconnect() -> [Action] {
        switch state {
        case .connected: [.send(.disconnect)] + end(.disconnected)
        case .idle, .connecting: end(.disconnected)
        case .closed: []
        }
    }

    /// The wake that was asked for has come, or any time later.
    package mutating func expired(now: Timestamp) -> [Action] {
        switch state {
        case .idle, .closed: return []
        case .connecting(let deadline): return now >= deadline ? end(.noAnswer) : [.wake(at: deadline)]
        case .connected:
            guard !owed.contains(where: { $0.until <= now }) else { return end(.noAnswer) }
            guard let ping = pingTime, now >= ping else { return wake() }
            owed.append(.ping(until: now + Self.answerTimeout))
            lastSent = now
            return [.send(.pingRequest)] + wake()
        }
    }

    /// The connection is gone.
    package mutating func connectionEnded() { state = .closed }

    private mutating func receivedConnected(_ packet: MQTTPacket, _ now: Timestamp) -> [Action] {
        switch packet {
        case .publish(let publish):
            switch publish.delivery {
            case .atMostOnce: return [.deliver(publish)]
            case .atLeastOnce(let id, _):
                lastSent = now
                return [.deliver(publish), .send(.publishAck(id))]
            case .exactlyOnce: return end(.unexpectedPacket(.publish))
            }
        case .pingResponse:
            owed.removeAll { if case .ping = $0 { true } else { false } }
            return wake()
        case .publishAck(let id):
            owed.removeAll { if case .publish(id, _) = $0 { true } else { false } }
            return wake()
        case .subscribeAck(let id, let results):
            let count = owed.firstNonNil { if case .subscribe(id, let filters, _) = $0 { filters } else { nil } }
            // [MQTT-3.8.4-5].
            guard count == results.count else { return end(.unexpectedPacket(.subscribeAck)) }
            owed.removeAll { if case .subscribe(id, _, _) = $0 { true } else { false } }
            return [.subscribed(id, results)] + wake()
        case .unsubscribeAck: return []
        case .connect, .connectAck, .subscribe, .unsubscribe, .publishReceived, .publishRelease, .publishComplete,
            .pingRequest, .disconnect:
            return end(.unexpectedPacket(packet.kind))
        }
    }

    /// When the client has to say something; `nil` while a ping is unanswered, or without keep-alive.
    private var pingTime: Timestamp? {
        guard connect.keepAliveSeconds > 0, !owed.contains(where: { if case .ping = $0 { true } else { false } }) else {
            return nil
        }
        return lastSent + .milliseconds(Int64(connect.keepAliveSeconds) * 750)
    }

    private func wake() -> [Action] {
        let times = owed.map(\.until) + [pingTime].compactMap(\.self)
        return times.min().map { [.wake(at: $0)] } ?? []
    }

    private mutating func takeID() throws(MQTTClientProblem) -> MQTTPacketID {
        guard owed.count < Self.maximumOwed else { throw .tooManyInFlight }
        let id = nextID
        nextID = id.next
        return id
    }

    /// Answers that may be outstanding: mosquitto's default for publishes.
    private static let maximumOwed = 20

    private mutating func end(_ reason: MQTTClientEnd) -> [Action] {
        if case .closed = state { return [] }
        state = .closed
        owed = []
        return [.close(reason)]
    }
}

extension Array {
    fileprivate func firstNonNil<Value>(_ transform: (Element) -> Value?) -> Value? {
        for element in self {
            if let value = transform(element) { return value }
        }
        return nil
    }
}
