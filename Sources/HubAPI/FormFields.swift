import HubModel
import NIOCore

/// The fields of an HTML form (HTML, application/x-www-form-urlencoded).
struct FormFields {
    private let values: [String: String]

    /// Reads a form; throws for a field that is there twice or cannot be read.
    init(_ document: ByteBuffer) throws(HubError) {
        var values: [String: String] = [:]
        for piece in document.readableBytesView.split(separator: UInt8(ascii: "&")) {
            let parts = piece.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decode(parts[0]), let value = Self.decode(parts.count > 1 ? parts[1] : []) else {
                throw HubError(.ioTHubFormatError, "The form holds a '%' that is no escape, or text that is not UTF-8.")
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw HubError(.argumentInvalid, "A field of the form is there twice.")
            }
        }
        self.values = values
    }

    subscript(name: String) -> String? { values[name] }

    /// A field that must be there and hold something.
    func need(_ name: String) throws(HubError) -> String {
        guard let value = values[name], !value.isEmpty else {
            throw HubError(.argumentInvalid, "The form has no field '\(name)'.")
        }
        return value
    }

    /// A `+` is a space.
    private static func decode(_ bytes: some Collection<UInt8>) -> String? {
        let spaced = bytes.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        return String(validating: spaced, as: UTF8.self).flatMap { PercentCoding.decode($0) }
    }
}
