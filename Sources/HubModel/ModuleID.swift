/// The id of a module of a device; upper and lower case differ.
///
/// The alphabet of device ids (`azure-iot-hub` registry), without a `?` in front: in a user name that begins the
/// properties, and the two could not be told apart.
public struct ModuleID: Identifier {
    /// The word for it in messages.
    public static let noun = "module id"

    /// The rule in words.
    public static let rule = DeviceID.rule + ", with no '?' in front"

    /// The text, as it was given.
    public let text: String

    /// Wraps text that follows the rule; it is not checked again.
    public init(checked text: String) { self.text = text }

    /// Whether the text follows the rule.
    public static func accepts(_ text: String) -> Bool {
        DeviceID.accepts(text) && text.utf8.first != UInt8(ascii: "?")
    }
}
