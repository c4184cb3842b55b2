import HubModel
import NIOCore

/// What a server session knows of a client that is connected.
struct MQTTConnectedClient: Sendable {
    let will: MQTTConnect.Will?
    var lastReceived: Timestamp
    private(set) var subscriptions: [MQTTSubscription]
    /// The silence after which the client is taken for gone.
    private let maximumSilence: Duration
    private let expiry: Timestamp?
    /// Whose filters are granted; `nil` for any.
    private let identity: DeviceIdentity?
    /// Publishes to the client whose PUBACK has not come.
    private var inFlight: [MQTTPacketID] = []
    private var nextID = MQTTPacketID.first

    init(
        connect: MQTTConnect,
        identity: DeviceIdentity?,
        expiry: Timestamp?,
        restored: [MQTTSubscription],
        limits: MQTTLimits,
        now: Timestamp
    ) {
        self.identity = identity
        self.expiry = expiry
        lastReceived = now
        subscriptions = connect.cleanSession ? [] : Array(restored.prefix(limits.maximumSubscriptions))
        // [MQTT-3.1.2-24]; 0 turns it off, and then our own limit counts.
        let allowed = Duration.milliseconds(Int64(connect.keepAliveSeconds) * 1500)
        maximumSilence = allowed == .zero ? limits.maximumSilence : min(allowed, limits.maximumSilence)
        // A copy, or the slice would keep the whole read buffer for as long as the connection lasts.
        will = connect.will.map { will in
            var copy = will
            copy.payload = ByteBuffer(bytes: will.payload.readableBytesView)
            return copy
        }
    }

    /// The time at which the client is silent for too long or its credential ends.
    var deadline: Timestamp {
        let silent = lastReceived + maximumSilence
        guard let expiry else { return silent }
        return min(silent, expiry)
    }

    func reasonToEnd(now: Timestamp) -> MQTTCloseReason? {
        if let expiry, now >= expiry { return .credentialExpired }
        return now >= lastReceived + maximumSilence ? .silent : nil
    }

    /// The most of the filters that match [MQTT-3.3.5-1], `nil` when none does.
    func grantedQoS(for topic: MQTTTopicName) -> MQTTQoS? {
        var granted: MQTTQoS?
        for subscription in subscriptions where subscription.filter.matches(topic) {
            granted = max(granted ?? subscription.qos, subscription.qos)
        }
        return granted
    }

    /// The answers to a packet, and why the connection ends when it does.
    mutating func received(
        _ packet: MQTTPacket,
        limits: MQTTLimits
    ) -> (actions: [MQTTSessionAction], reason: MQTTCloseReason?) {
        switch packet {
        case .publish(let publish):
            switch publish.delivery {
            case .atMostOnce: return ([.deliver(publish)], nil)
            case .atLeastOnce(let id, _): return ([.deliver(publish), .send(.publishAck(id))], nil)
            case .exactlyOnce: return ([], .exactlyOnceUnsupported)
            }
        case .publishAck(let id):
            // One that nothing waits for is an acknowledgement sent twice: harmless.
            inFlight.removeAll { $0 == id }
            return ([], nil)
        case .subscribe(let id, let asked):
            var results: [MQTTSubscribeResult] = []
            for subscription in asked { results.append(subscribe(subscription, limits: limits)) }
            return ([.send(.subscribeAck(id, results))], nil)
        case .unsubscribe(let id, let filters):
            subscriptions.removeAll { filters.contains($0.filter) }
            return ([.send(.unsubscribeAck(id))], nil)
        case .pingRequest: return ([.send(.pingResponse)], nil)
        case .disconnect: return ([], .disconnected)
        case .connect, .connectAck, .publishReceived, .publishRelease, .publishComplete, .subscribeAck,
            .unsubscribeAck, .pingResponse:
            return ([], .unexpectedPacket(packet.kind))
        }
    }

    /// Grants QoS 1 at most; a filter that is here already is replaced [MQTT-3.8.4-3].
    private mutating func subscribe(_ asked: MQTTSubscription, limits: MQTTLimits) -> MQTTSubscribeResult {
        let granted = MQTTSubscription(filter: asked.filter, qos: min(asked.qos, .atLeastOnce))
        if let index = subscriptions.firstIndex(where: { $0.filter == asked.filter }) {
            subscriptions[index] = granted
            return .granted(granted.qos)
        }
        // The SDKs log a failure and go on, where they would reconnect for ever if the connection were closed.
        guard asked.filter.text.utf8.count <= limits.maximumFilterBytes,
            identity?.maySubscribe(asked.filter.text) ?? true,
            subscriptions.count < limits.maximumSubscriptions
        else { return .failure }
        subscriptions.append(granted)
        return .granted(granted.qos)
    }

    mutating func publish(
        topic: MQTTTopicName,
        payload: ByteBuffer,
        qos: MQTTQoS,
        limits: MQTTLimits
    ) -> MQTTPublishAction {
        guard let granted = grantedQoS(for: topic) else { return .notSubscribed }
        guard 2 + topic.text.utf8.count + 2 + payload.readableBytes <= limits.maximumPacketBytes else {
            return .tooLarge
        }
        var publish = MQTTPublish(topic: topic, payload: payload)
        if min(qos, granted) > .atMostOnce {
            // Never all ids, or none would be left to take.
            guard inFlight.count < min(limits.maximumInFlight, Int(UInt16.max) - 1) else { return .tooManyInFlight }
            publish.delivery = .atLeastOnce(takeID(), isRepeated: false)
        }
        return .send(.publish(publish))
    }

    /// An id that no publish in flight has; there is one, as they are fewer than ids.
    private mutating func takeID() -> MQTTPacketID {
        while inFlight.contains(nextID) { nextID = nextID.next }
        let id = nextID
        inFlight.append(id)
        nextID = id.next
        return id
    }
}
