/// The rules that every text on the wire obeys (MQTT 3.1.1 §1.5.3).
///
/// Texts are compared by their bytes: the canonical equivalence of `String` would make one topic of two.
enum MQTTText {
    /// The most bytes that the two-byte length in front of a text or binary field can say (§1.5.3).
    static let maximumBytes = 65_535

    /// Whether the text can be sent: short enough for its length field and without U+0000 [MQTT-1.5.3-2].
    static func isSendable(_ text: String) -> Bool {
        text.utf8.count <= maximumBytes && !text.utf8.contains(0)
    }

    /// Reads well-formed UTF-8 without surrogates [MQTT-1.5.3-1] and without U+0000 [MQTT-1.5.3-2].
    static func read(_ bytes: some Collection<UInt8>) -> String? {
        guard !bytes.contains(0) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    static func areEqual(_ left: String, _ right: String) -> Bool {
        left.utf8.elementsEqual(right.utf8)
    }
}
