package import HubModel
package import NIOCore

/// The server's side of one MQTT 3.1.1 connection, without its socket.
///
/// Theory of operation:
///
///     awaitingConnect ──CONNECT──▶ authenticating ──authenticated──▶ connected
///           │                            │                               │
///           └── deadline, bad bytes ─────┴── refused, deadline ──────────┴──▶ closed
///
/// - *awaitingConnect*: the owner gives a deadline when it accepts the connection; anything but CONNECT ends it.
/// - *authenticating*: the owner judges the login. A client may send packets before it has its CONNACK, but a server
///   that refuses it must not process them [MQTT-3.1.4-5]: the owner leaves the bytes unread while `wantsPackets` is
///   false, so that a stranger fills nothing but its own receive window. The deadline goes on.
/// - *connected*: every packet restarts the silence that 1.5 × the keep-alive allows [MQTT-3.1.2-24]. The wake is not
///   moved with each packet: when it comes too early it asks for the next one. The same wake watches the expiry of the
///   credential. A QoS 1 publish is delivered and acknowledged in one step.
/// - *closed*: every verb is without effect, so an answer that comes late is harmless. Subscriptions stay readable, for
///   the owner to restore them when the client comes back without clean session.
///
/// The session lives one connection. A client without clean session is told that its session is present, as IoT Hub
/// does; what is restored are the subscriptions, and the SDKs subscribe again in any case. Publishes in flight are
/// forgotten with the connection: a stream request is of no use after its deadline.
///
/// `now` may be any clock that goes forward, but the expiry of a credential is on the same clock.
package struct MQTTServerSession: Sendable {
    private let limits: MQTTLimits
    private var state: State

    private enum State: Sendable {
        case awaitingConnect(deadline: Timestamp)
        case authenticating(MQTTConnect, deadline: Timestamp)
        case connected(MQTTConnectedClient)
        case closed([MQTTSubscription])
    }

    /// A session of a connection just accepted; call `started` next.
    ///
    /// CONNECT must have come and been judged at the deadline.
    package init(limits: MQTTLimits = MQTTLimits(), deadline: Timestamp) {
        self.limits = limits
        state = .awaitingConnect(deadline: deadline)
    }

    /// Whether the owner may decode and hand over packets; when not, it leaves them unread.
    package var wantsPackets: Bool {
        switch state {
        case .awaitingConnect, .connected: true
        case .authenticating, .closed: false
        }
    }

    /// The filters of the client, also after the end.
    package var subscriptions: [MQTTSubscription] {
        switch state {
        case .awaitingConnect, .authenticating: []
        case .connected(let client): client.subscriptions
        case .closed(let subscriptions): subscriptions
        }
    }

    /// Whether a publish to the topic would be sent.
    func isSubscribed(to topic: MQTTTopicName) -> Bool {
        guard case .connected(let client) = state else { return false }
        return client.grantedQoS(for: topic) != nil
    }

    /// The connection is open.
    package func started() -> [MQTTSessionAction] {
        guard case .awaitingConnect(let deadline) = state else { return [] }
        return [.wake(at: deadline)]
    }

    /// The decoder gave a packet.
    package mutating func received(_ packet: MQTTPacket, now: Timestamp) -> [MQTTSessionAction] {
        switch state {
        case .awaitingConnect(let deadline):
            guard case .connect(let connect) = packet else { return end(.unexpectedPacket(packet.kind)) }
            return opened(connect, deadline: deadline)
        case .authenticating: return end(.unexpectedPacket(packet.kind))
        case .connected(var client):
            client.lastReceived = now
            let (actions, reason) = client.received(packet, limits: limits)
            state = .connected(client)
            guard let reason else { return actions }
            return actions + end(reason)
        case .closed: return []
        }
    }

    /// The decoder gave an error.
    package mutating func failed(_ error: MQTTDecodeError) -> [MQTTSessionAction] {
        if case .awaitingConnect = state, case .unsupportedProtocolLevel = error {
            // [MQTT-3.1.2-2].
            return refuse(.unacceptableProtocolVersion)
        }
        return end(.malformed(error))
    }

    /// The login is valid.
    ///
    /// - Parameters:
    ///   - identity: whose filters alone are granted; `nil` grants every filter.
    ///   - expiry: when the credential ends and the connection with it; `nil` for one without end.
    ///   - restored: what the client had subscribed in its last connection; of no effect with clean session.
    ///   - now: the time.
    /// - Returns: CONNACK and the next wake; nothing when the connection ended meanwhile.
    package mutating func authenticated(
        as identity: DeviceIdentity? = nil,
        until expiry: Timestamp?,
        restoring restored: [MQTTSubscription] = [],
        now: Timestamp
    ) -> [MQTTSessionAction] {
        switch state {
        case .awaitingConnect, .connected: preconditionFailure("authenticated() without a login to judge")
        case .closed: return []
        case .authenticating(let connect, _):
            let client = MQTTConnectedClient(
                connect: connect,
                identity: identity,
                expiry: expiry,
                restored: restored,
                limits: limits,
                now: now
            )
            state = .connected(client)
            // [MQTT-3.2.2-1] for clean sessions.
            let answer = MQTTConnectAck.accepted(sessionPresent: !connect.cleanSession)
            return [.send(.connectAck(answer)), .wake(at: client.deadline)]
        }
    }

    /// The login is not valid.
    package mutating func refused(_ refusal: MQTTRefusal) -> [MQTTSessionAction] {
        switch state {
        case .awaitingConnect, .connected: preconditionFailure("refused() without a login to judge")
        case .closed: return []
        case .authenticating: return refuse(refusal)
        }
    }

    /// The wake that was asked for has come, or any time later.
    package mutating func expired(now: Timestamp) -> [MQTTSessionAction] {
        switch state {
        case .awaitingConnect(let deadline):
            guard now >= deadline else { return [.wake(at: deadline)] }
            return end(.connectTimedOut)
        case .authenticating(_, let deadline):
            guard now >= deadline else { return [.wake(at: deadline)] }
            // The client is not at fault: it may try again, and the SDKs do on this code.
            return [.send(.connectAck(.refused(.serverUnavailable)))] + end(.authenticationTimedOut)
        case .connected(let client):
            if let reason = client.reasonToEnd(now: now) { return end(reason) }
            return [.wake(at: client.deadline)]
        case .closed: return []
        }
    }

    /// Publishes to the client, at most with the quality of service that it was granted [MQTT-3.8.4-6].
    package mutating func publish(topic: MQTTTopicName, payload: ByteBuffer, qos: MQTTQoS) -> MQTTPublishAction {
        switch state {
        case .awaitingConnect, .authenticating, .closed: return .notConnected
        case .connected(var client):
            let action = client.publish(topic: topic, payload: payload, qos: qos, limits: limits)
            state = .connected(client)
            return action
        }
    }

    /// The hub ends the connection.
    package mutating func ended(_ reason: MQTTCloseReason) -> [MQTTSessionAction] {
        end(reason)
    }

    /// The connection is gone; what is returned is a will at most.
    package mutating func closed() -> [MQTTSessionAction] {
        let will = willToDeliver
        state = .closed(subscriptions)
        return will.map { [.deliverWill($0)] } ?? []
    }

    private mutating func opened(_ connect: MQTTConnect, deadline: Timestamp) -> [MQTTSessionAction] {
        // [MQTT-3.1.3-8].
        guard !connect.clientID.isEmpty || connect.cleanSession else { return refuse(.identifierRejected) }
        state = .authenticating(connect, deadline: deadline)
        let login = MQTTLogin(
            clientID: connect.clientID,
            credentials: connect.credentials,
            cleanSession: connect.cleanSession,
            keepAlive: .seconds(Int64(connect.keepAliveSeconds))
        )
        return [.authenticate(login)]
    }

    private mutating func refuse(_ refusal: MQTTRefusal) -> [MQTTSessionAction] {
        [.send(.connectAck(.refused(refusal)))] + end(.refused(refusal))
    }

    private mutating func end(_ reason: MQTTCloseReason) -> [MQTTSessionAction] {
        if case .closed = state { return [] }
        // [MQTT-3.1.2-10].
        let will = reason == .disconnected ? nil : willToDeliver
        state = .closed(subscriptions)
        return (will.map { [.deliverWill($0)] } ?? []) + [.close(reason)]
    }

    private var willToDeliver: MQTTConnect.Will? {
        guard case .connected(let client) = state else { return nil }
        return client.will
    }
}
