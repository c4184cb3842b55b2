/// What cannot be put on the wire.
package enum MQTTEncodeError: Error, Equatable, Sendable {
    /// A text longer than 65,535 bytes or with U+0000 (MQTT 3.1.1 §1.5.3).
    case unsendableText(String)
    /// A binary field longer than its two-byte length can say.
    case fieldTooLong(bytes: Int)
    /// A remaining length above 268,435,455 (§2.2.3).
    case packetTooLarge(bytes: Int)
    /// SUBSCRIBE, UNSUBSCRIBE or SUBACK about nothing [MQTT-3.8.3-3].
    case noFilters
}
