#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// JSON of the REST API, in both directions: the one place where coders are made.
package enum RestJSON {
    /// Compact JSON with sorted members, so that equal values are equal bytes and an entity tag can be made of them.
    package static func encode(_ value: some Encodable) throws(HubError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try Array(encoder.encode(value))
        } catch {
            throw HubError(.serverError, "The answer could not be written.", detail: "\(error)")
        }
    }

    /// Reads a request body; every problem becomes an error that names the member.
    package static func decode<Value: Decodable>(
        _ type: Value.Type,
        from bytes: some Sequence<UInt8>
    ) throws(HubError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            throw describe(error)
        }
    }

    private static func describe(_ error: any Error) -> HubError {
        switch error {
        case let error as HubError:
            return error
        case BodyError.unknownMember(let path):
            return HubError(.argumentInvalid, "The member '\(path)' is not known here.", target: path)
        case BodyError.invalidValue(let path, let problem):
            return HubError(.argumentInvalid, "The value of '\(path)' is not valid: \(problem).", target: path)
        case DecodingError.keyNotFound(let key, let context):
            let path = BodyError.path(context.codingPath + [key])
            return HubError(.argumentInvalid, "The member '\(path)' is missing.", target: path)
        case DecodingError.typeMismatch(let type, let context), DecodingError.valueNotFound(let type, let context):
            let path = BodyError.path(context.codingPath)
            let place = path.isEmpty ? "The body" : "The value of '\(path)'"
            return HubError(.argumentInvalid, "\(place) must be \(name(of: type)).", target: path.isEmpty ? nil : path)
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
            let path = BodyError.path(context.codingPath)
            return HubError(.argumentInvalid, "The value of '\(path)' is not valid.", target: path)
        default:
            return HubError(.ioTHubFormatError, "The body is not valid JSON.", detail: "\(error)")
        }
    }

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a string"
        case is Bool.Type: "true or false"
        case is any BinaryInteger.Type: "a whole number"
        case is any BinaryFloatingPoint.Type: "a number"
        case is any Collection.Type where "\(type)".hasPrefix("Array"): "an array"
        default: "an object"
        }
    }
}
