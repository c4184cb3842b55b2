import JMESPath
import Testing

/// The value of a JSON text.
func json(_ text: String) throws -> JSONValue {
    try #require(JSONValue.read(Array(text.utf8)))
}
