/// A control packet (MQTT 3.1.1 §3).
package enum MQTTPacket: Equatable, Sendable {
    case connect(MQTTConnect)
    case connectAck(MQTTConnectAck)
    case publish(MQTTPublish)
    /// PUBACK, the answer to a QoS 1 publish.
    case publishAck(MQTTPacketID)
    /// PUBREC, PUBREL and PUBCOMP: the steps of QoS 2.
    case publishReceived(MQTTPacketID)
    case publishRelease(MQTTPacketID)
    case publishComplete(MQTTPacketID)
    /// At least one subscription [MQTT-3.8.3-3].
    case subscribe(MQTTPacketID, [MQTTSubscription])
    /// One result for each filter, in their order [MQTT-3.8.4-5].
    case subscribeAck(MQTTPacketID, [MQTTSubscribeResult])
    /// At least one filter [MQTT-3.10.3-2].
    case unsubscribe(MQTTPacketID, [MQTTTopicFilter])
    case unsubscribeAck(MQTTPacketID)
    case pingRequest
    case pingResponse
    case disconnect

    package var kind: MQTTPacketKind {
        switch self {
        case .connect: .connect
        case .connectAck: .connectAck
        case .publish: .publish
        case .publishAck: .publishAck
        case .publishReceived: .publishReceived
        case .publishRelease: .publishRelease
        case .publishComplete: .publishComplete
        case .subscribe: .subscribe
        case .subscribeAck: .subscribeAck
        case .unsubscribe: .unsubscribe
        case .unsubscribeAck: .unsubscribeAck
        case .pingRequest: .pingRequest
        case .pingResponse: .pingResponse
        case .disconnect: .disconnect
        }
    }
}
