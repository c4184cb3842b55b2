/// The `$rid` of a device's request: chosen by the device, sent back to it as it is.
package struct RequestID: Hashable, Sendable {
    /// SDKs send a counter or a GUID of 36 characters.
    package static let maximumBytes = 128

    package let text: String

    /// `nil` when it is empty, longer than 128 bytes, or could mean something else in a topic or its query.
    package init?(_ text: String) {
        guard (1...Self.maximumBytes).contains(text.utf8.count), text.utf8.allSatisfy(Self.isHarmless) else {
            return nil
        }
        self.text = text
    }

    /// Reads the last level of a request's topic, `?$rid=<id>` with other properties in any order.
    init?(inQuery level: String) {
        guard level.utf8.first == UInt8(ascii: "?"),
            let value = QueryProperties(Substring(level.utf8.dropFirst()))?["$rid"]
        else { return nil }
        self.init(value)
    }

    private static func isHarmless(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && !separators.contains(byte)
    }

    private static let separators = Set("/+#?&=".utf8)
}
