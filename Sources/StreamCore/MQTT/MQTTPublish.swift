package import NIOCore

/// An application message (MQTT 3.1.1 §3.3).
///
/// A decoded payload is a slice of the buffer that was read: whoever keeps it longer than the call copies it.
package struct MQTTPublish: Equatable, Sendable {
    package var topic: MQTTTopicName
    package var payload: ByteBuffer
    package var delivery: Delivery
    /// Whether the server should keep it for later subscribers (§3.3.1.3).
    package var retain: Bool

    package init(topic: MQTTTopicName, payload: ByteBuffer, delivery: Delivery = .atMostOnce, retain: Bool = false) {
        self.topic = topic
        self.payload = payload
        self.delivery = delivery
        self.retain = retain
    }

    /// The quality of service with the fields that it brings: QoS 0 has no packet id and no DUP flag.
    package enum Delivery: Equatable, Sendable {
        case atMostOnce
        case atLeastOnce(MQTTPacketID, isRepeated: Bool)
        case exactlyOnce(MQTTPacketID, isRepeated: Bool)
    }

    package var qos: MQTTQoS {
        switch delivery {
        case .atMostOnce: .atMostOnce
        case .atLeastOnce: .atLeastOnce
        case .exactlyOnce: .exactlyOnce
        }
    }
}
