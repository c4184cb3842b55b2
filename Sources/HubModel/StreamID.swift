/// The id of a stream in its hub: a GUID in lower case, given by the hub or chosen by the service.
///
/// It is also the `$rid` of the request to the device, which over AMQP must be a GUID. One spelling only, so that no
/// two texts mean one stream. Two hubs may hold streams of the same id.
public struct StreamID: Identifier {
    /// The word for it in messages.
    public static let noun = "stream id"

    /// The rule in words.
    public static let rule = "a GUID in lower case, such as 3f1c2a9e-5b7d-4c1e-9a60-2f8d7e6b5a41"

    /// The text, as it was given.
    public let text: String

    /// Wraps text that follows the rule; it is not checked again.
    public init(checked text: String) { self.text = text }

    /// Whether the text follows the rule.
    public static func accepts(_ text: String) -> Bool {
        guard text.utf8.count == 36 else { return false }
        return text.utf8.enumerated().allSatisfy { index, byte in
            switch index {
            case 8, 13, 18, 23: byte == UInt8(ascii: "-")
            default: byte.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            }
        }
    }
}

/// A stream among those of all hubs.
package struct StreamKey: Hashable, Sendable {
    package let hub: HubName
    package let stream: StreamID

    package init(hub: HubName, stream: StreamID) {
        self.hub = hub
        self.stream = stream
    }
}
