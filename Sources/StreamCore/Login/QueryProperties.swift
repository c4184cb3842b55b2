/// The `key=value&key=value` of user names and topics, in their order and undecoded.
package struct QueryProperties: Equatable, Sendable {
    package struct Property: Equatable, Sendable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The most properties that are read.
    ///
    /// SDKs send at most 4 in a user name and 2 in a topic; telemetry carries the application's own, and IoT Hub's
    /// documents speak of tens.
    package static let maximumCount = 64

    package let properties: [Property]

    /// Reads the text behind the `?`; empty parts are skipped, a part without `=` has an empty value.
    ///
    /// `nil` when there are more than `maximumCount`.
    init?(_ text: some StringProtocol) {
        var properties: [Property] = []
        for part in text.split(separator: "&") {
            guard properties.count < Self.maximumCount else { return nil }
            guard let equals = part.utf8.firstIndex(of: UInt8(ascii: "=")) else {
                properties.append(Property(String(part), ""))
                continue
            }
            properties.append(Property(String(part[..<equals]), String(part[part.utf8.index(after: equals)...])))
        }
        self.properties = properties
    }

    init() { properties = [] }

    /// The value of the first property of that name; names are compared to the byte.
    package subscript(name: String) -> String? {
        properties.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }
}
