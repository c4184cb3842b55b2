/// What is wrong with the bytes of a peer; the connection ends with it [MQTT-4.8.0-1].
package enum MQTTDecodeError: Error, Equatable, Sendable {
    /// Packet type 0 or 15 (MQTT 3.1.1 §2.2.1).
    case reservedPacketType(UInt8)
    /// The low four bits of the first byte are not what the type demands [MQTT-2.2.2-2].
    case reservedFlags(MQTTPacketKind, UInt8)
    /// A type that this side never sends, or not as its first packet [MQTT-3.1.0-1].
    case unexpectedPacket(MQTTPacketKind)
    /// A remaining length of more than four bytes (§2.2.3).
    case malformedLength
    /// A remaining length that the type cannot have.
    case wrongLength(MQTTPacketKind, bytes: Int)
    /// A remaining length above our own bound.
    case packetTooLarge(MQTTPacketKind, bytes: Int, maximum: Int)
    /// A field that ends behind the packet.
    case truncatedField(MQTTPacketKind)
    /// Bytes behind the last field.
    case trailingBytes(MQTTPacketKind, Int)
    /// A text that is no UTF-8 or holds U+0000 (§1.5.3).
    case invalidText(MQTTPacketKind)
    /// A topic that is empty or holds a wildcard [MQTT-3.3.2-2].
    case invalidTopicName(String)
    /// A filter that is empty or has a wildcard out of place (§4.7.1).
    case invalidTopicFilter(String)
    /// Packet id 0 [MQTT-2.3.1-1].
    case zeroPacketID(MQTTPacketKind)
    /// A quality of service that does not exist or, for DUP, with QoS 0 (§3.3.1).
    case invalidQoS(MQTTPacketKind, UInt8)
    /// No protocol name of MQTT [MQTT-3.1.2-1].
    case invalidProtocolName
    /// MQTT, but not 3.1.1; answer return code 1 [MQTT-3.1.2-2].
    case unsupportedProtocolLevel(UInt8)
    /// Connect flags that contradict each other or the reserved bit [MQTT-3.1.2-3].
    case invalidConnectFlags(UInt8)
    /// Connect acknowledge flags or a return code that do not exist (§3.2.2).
    case invalidConnectAck(flags: UInt8, code: UInt8)
    /// A code of SUBACK that does not exist [MQTT-3.9.3-2].
    case invalidSubscribeResult(UInt8)
    /// No filter in SUBSCRIBE or UNSUBSCRIBE, no code in SUBACK [MQTT-3.8.3-3].
    case noFilters(MQTTPacketKind)
    /// More filters in one packet than our own bound.
    case tooManyFilters(MQTTPacketKind, maximum: Int)
}
