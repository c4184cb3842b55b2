/// The topic of one publish: 1 to 65,535 bytes without wildcards (MQTT 3.1.1 §4.7.1, §4.7.3).
package struct MQTTTopicName: Sendable {
    package let text: String

    /// `nil` when it is empty, too long, or holds `+`, `#` or U+0000.
    package init?(_ text: String) {
        guard !text.isEmpty, MQTTText.isSendable(text) else { return nil }
        for byte in text.utf8 where byte == UInt8(ascii: "+") || byte == UInt8(ascii: "#") {
            return nil
        }
        self.text = text
    }
}

extension MQTTTopicName: Hashable {
    package static func == (left: MQTTTopicName, right: MQTTTopicName) -> Bool {
        MQTTText.areEqual(left.text, right.text)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}

extension MQTTTopicName: CustomStringConvertible {
    package var description: String { text }
}
