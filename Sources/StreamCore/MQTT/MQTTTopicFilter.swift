/// A pattern over topics (MQTT 3.1.1 §4.7).
///
/// `+` stands for one whole level, `#` for the rest including the level before it; neither stands for a first level
/// that begins with `$`.
package struct MQTTTopicFilter: Sendable {
    package let text: String

    /// `nil` when it is empty, too long, holds U+0000, or a wildcard shares its level or, for `#`, is not the last.
    package init?(_ text: String) {
        guard !text.isEmpty, MQTTText.isSendable(text) else { return nil }
        var rest = text.utf8[...]
        while true {
            let level = rest.prefix { $0 != UInt8(ascii: "/") }
            rest = rest[level.endIndex...]
            let hasHash = level.contains(UInt8(ascii: "#"))
            if hasHash || level.contains(UInt8(ascii: "+")) {
                // [MQTT-4.7.1-2] and [MQTT-4.7.1-3].
                guard level.count == 1, !hasHash || rest.isEmpty else { return nil }
            }
            guard !rest.isEmpty else { break }
            rest.removeFirst()
        }
        self.text = text
    }

    /// Whether a publish to the topic goes to this filter (§4.7.1 to §4.7.3).
    package func matches(_ topic: MQTTTopicName) -> Bool {
        var pattern = text.utf8[...]
        var name = topic.text.utf8[...]
        if name.first == UInt8(ascii: "$"), let first = pattern.first, Self.isWildcard(first) {
            // [MQTT-4.7.2-1].
            return false
        }
        while true {
            if pattern.first == UInt8(ascii: "#") { return true }
            let level = pattern.prefix { $0 != UInt8(ascii: "/") }
            let nameLevel = name.prefix { $0 != UInt8(ascii: "/") }
            guard level.first == UInt8(ascii: "+") || level.elementsEqual(nameLevel) else { return false }
            pattern = pattern[level.endIndex...]
            name = name[nameLevel.endIndex...]
            guard !pattern.isEmpty else { return name.isEmpty }
            // `a/#` matches `a` (§4.7.1.2).
            guard !name.isEmpty else { return pattern.elementsEqual("/#".utf8) }
            pattern.removeFirst()
            name.removeFirst()
        }
    }

    private static func isWildcard(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "+") || byte == UInt8(ascii: "#")
    }
}

extension MQTTTopicFilter: Hashable {
    package static func == (left: MQTTTopicFilter, right: MQTTTopicFilter) -> Bool {
        MQTTText.areEqual(left.text, right.text)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}

extension MQTTTopicFilter: CustomStringConvertible {
    package var description: String { text }
}
