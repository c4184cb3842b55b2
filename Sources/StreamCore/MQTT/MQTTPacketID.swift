/// The number that joins a packet to its acknowledgement; never 0 (MQTT 3.1.1 §2.3.1).
package struct MQTTPacketID: Hashable, Sendable {
    package let rawValue: UInt16

    /// `nil` for 0, which no packet may carry.
    package init?(_ rawValue: UInt16) {
        guard rawValue != 0 else { return nil }
        self.rawValue = rawValue
    }

    private init(nonZero: UInt16) {
        rawValue = nonZero
    }

    /// The lowest id.
    static let first = MQTTPacketID(nonZero: 1)

    /// The id after this one; 1 follows 65535.
    var next: MQTTPacketID {
        rawValue == .max ? .first : MQTTPacketID(nonZero: rawValue + 1)
    }
}
