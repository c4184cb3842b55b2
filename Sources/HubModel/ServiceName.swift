/// What a service asks the agent of a device for: a name, a port, or a host and port that the agent has named.
package struct ServiceName: Identifier {
    package static let noun = "service name"
    package static let rule = "1 to 128 of A-Z a-z 0-9 - . _ ~ : [ ] and neither '.' nor '..'"
    package let text: String

    package init(checked text: String) { self.text = text }

    package static func accepts(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count) && text != "." && text != ".."
            && text.utf8.allSatisfy {
                Unreserved.contains($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]")
            }
    }
}
