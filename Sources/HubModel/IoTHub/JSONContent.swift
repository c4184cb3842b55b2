/// JSON whose shape belongs to somebody else: properties and tags of twins, payloads of methods.
package enum JSONContent: Equatable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONContent])
    case object(JSONObject)

    /// How deep a document may be nested.
    ///
    /// A twin has 10 levels and a few of its own around them; without a bound a peer could use up the stack.
    package static let maximumDepth = 32

    /// The members, where it is an object.
    package var members: JSONObject? {
        if case .object(let members) = self { return members }
        return nil
    }

    /// The text, where it is a string.
    package var text: String? {
        if case .string(let text) = self { return text }
        return nil
    }
}

/// The members of a JSON object.
package typealias JSONObject = [String: JSONContent]

extension JSONContent: Codable {
    package init(from decoder: any Decoder) throws {
        guard decoder.codingPath.count <= Self.maximumDepth else {
            throw BodyError.invalidValue(
                path: BodyError.path(Array(decoder.codingPath.prefix(3))),
                problem: "it is nested more than \(Self.maximumDepth) levels deep"
            )
        }
        if let members = try Self.ifThere({ try decoder.container(keyedBy: Member.self) }) {
            var object: JSONObject = [:]
            for key in members.allKeys { object[key.stringValue] = try members.decode(JSONContent.self, forKey: key) }
            self = .object(object)
            return
        }
        if var items = try Self.ifThere({ try decoder.unkeyedContainer() }) {
            var array: [JSONContent] = []
            while !items.isAtEnd { array.append(try items.decode(JSONContent.self)) }
            self = .array(array)
            return
        }
        self = try Self.scalar(decoder.singleValueContainer())
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    private struct Member: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// `nil` where the value is of another type.
    private static func ifThere<Value>(_ read: () throws -> Value) throws -> Value? {
        do {
            return try read()
        } catch DecodingError.typeMismatch {
            return nil
        } catch DecodingError.valueNotFound {
            return nil
        }
    }

    private static func scalar(_ container: any SingleValueDecodingContainer) throws -> JSONContent {
        if container.decodeNil() { return .null }
        if let text = try ifThere({ try container.decode(String.self) }) { return .string(text) }
        if let flag = try ifThere({ try container.decode(Bool.self) }) { return .bool(flag) }
        do {
            return .integer(try container.decode(Int64.self))
        } catch {
            // With a fraction, or too large for 64 bits: of that the decoder throws an error of its own.
            return .number(try container.decode(Double.self))
        }
    }
}
