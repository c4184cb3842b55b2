/// The id of a module of a device; upper and lower case differ.
///
/// The alphabet of device ids (`azure-iot-hub` registry), without a `?` in front: in a user name that begins the
/// properties, and the two could not be told apart.
package struct ModuleID: Identifier {
    package static let noun = "module id"
    package static let rule = DeviceID.rule + ", with no '?' in front"
    package let text: String

    package init(checked text: String) { self.text = text }

    package static func accepts(_ text: String) -> Bool {
        DeviceID.accepts(text) && text.utf8.first != UInt8(ascii: "?")
    }
}
