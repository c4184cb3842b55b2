/// A JSON value that forgets nothing: members keep the order of their document, numbers their text.
package enum JSONValue: Sendable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// An object of members in this order; of two with one name the last counts.
    package static func make(_ members: [(String, JSONValue)]) -> JSONValue {
        var builder = JSONObject.Builder()
        for (name, value) in members { builder.set(name, value) }
        return .object(builder.object)
    }

    /// The value of a JSON text in UTF-8, or `nil` where it is none.
    package static func read(_ bytes: [UInt8]) -> JSONValue? {
        // Who wants the reason calls `JSONReader.read`.
        try? JSONReader.read(bytes)
    }

    /// The members of an object in the order of their names, or `nil` of anything else.
    package var members: [(String, JSONValue)]? {
        guard case .object(let object) = self else { return nil }
        return object.sortedMembers
    }

    /// The members of an object in the order of the document, or `nil` of anything else.
    package var orderedMembers: [(String, JSONValue)]? {
        guard case .object(let object) = self else { return nil }
        return object.members
    }

    /// The elements of a list, or `nil` of anything else.
    package var elements: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The text of a string, or `nil` of anything else.
    package var stringValue: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// Whether it is `true`, or `nil` of anything but `true` and `false`.
    package var boolValue: Bool? {
        guard case .bool(let bool) = self else { return nil }
        return bool
    }

    /// Whether it is `null`.
    package var isNull: Bool {
        guard case .null = self else { return false }
        return true
    }

    /// The text of a string, a number, a truth value or `null` without quotes; empty for lists and objects.
    package var scalarText: String {
        switch self {
        case .null: "null"
        case .bool(let bool): bool ? "true" : "false"
        case .number(let number): number.text
        case .string(let text): text
        case .array, .object: ""
        }
    }

    /// The member of an object, or `nil` where there is none or the value is no object.
    package subscript(name: String) -> JSONValue? {
        guard case .object(let object) = self else { return nil }
        return object[name]
    }

    /// The value that a path of member names leads to; of an empty path the value itself.
    package func at(_ path: [String]) -> JSONValue? {
        var value = self
        for name in path {
            guard let member = value[name] else { return nil }
            value = member
        }
        return value
    }

    /// JSON with two spaces of indentation and members in the order of their names, as `az` prints it.
    package var prettyText: String { JSONWriter(layout: .pretty, sortsMembers: true).text(self) }

    /// JSON on one line with members in the order of their names.
    package var compactText: String { JSONWriter(layout: .compact, sortsMembers: true).text(self) }
}

extension JSONValue: Equatable {
    /// Equality as JMESPath has it: numbers by their value, members in any order, `1` is not `true`.
    package static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): ExactText.areEqual(left, right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        case (.null, _), (.bool, _), (.number, _), (.string, _), (.array, _), (.object, _): false
        }
    }
}
