/// The name of a direct method: 1 to 128 of `A-Z a-z 0-9 - . _ ~`.
///
/// As for stream names: it becomes a level of an MQTT topic that SDKs read as it is.
package struct MethodName: Identifier {
    package static let noun = "method name"
    package static let rule = StreamName.rule

    package let text: String

    package init(checked text: String) { self.text = text }

    package static func accepts(_ text: String) -> Bool { StreamName.accepts(text) }
}
