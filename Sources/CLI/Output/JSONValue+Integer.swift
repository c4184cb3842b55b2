import JMESPath

extension JSONValue {
    /// A whole number.
    static func integer(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }
}
