/// The types of the JMESPath specification, by its names.
enum ValueType: String, Sendable {
    case null, boolean, number, string, array, object

    init(_ value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool: self = .boolean
        case .number: self = .number
        case .string: self = .string
        case .array: self = .array
        case .object: self = .object
        }
    }

    /// The type in a sentence, with its article.
    var phrase: String {
        switch self {
        case .null: "null"
        case .boolean: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }

    /// Several types in a sentence.
    static func phrase(_ types: [ValueType]) -> String { types.map(\.phrase).joined(separator: " or ") }
}
