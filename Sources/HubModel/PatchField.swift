/// A member of a merge patch (RFC 7396): absent, `null`, or a value.
public enum PatchField<Value: Sendable & Equatable>: Sendable, Equatable {
    /// Not in the patch: stays as it is.
    case unchanged
    /// `null`: is taken away.
    case removed
    case set(Value)

    /// The value after the patch.
    package func applied(to old: Value?) -> Value? {
        switch self {
        case .unchanged: old
        case .removed: nil
        case .set(let value): value
        }
    }
}

extension KeyedDecodingContainer {
    /// Reads a member of a merge patch.
    package func patch<Value: Decodable>(_ type: Value.Type, _ key: Key) throws -> PatchField<Value> {
        guard contains(key) else { return .unchanged }
        return try decodeNil(forKey: key) ? .removed : .set(decode(type, forKey: key))
    }
}

extension KeyedEncodingContainer {
    /// Writes a member of a merge patch.
    mutating func encodePatch<Value: Encodable>(_ field: PatchField<Value>, _ key: Key) throws {
        switch field {
        case .unchanged: break
        case .removed: try encodeNil(forKey: key)
        case .set(let value): try encode(value, forKey: key)
        }
    }
}

/// Tags: names and values that people give to a resource, for finding it again.
public typealias Tags = [String: String]

extension Tags {
    /// At most 50 tags on one resource, as in Azure Resource Manager.
    package static let maximumCount = 50
    /// A tag's name has at most 128 characters.
    package static let maximumNameLength = 128
    /// A tag's value has at most 256 characters, as in Azure Resource Manager.
    package static let maximumValueLength = 256

    /// Throws `ArgumentInvalid` when there are too many, or one is too long or without a name.
    package func check() throws(HubError) {
        guard count <= Self.maximumCount else {
            throw HubError(
                .argumentInvalid,
                "There are \(count) tags; at most \(Self.maximumCount) fit.",
                target: "tags"
            )
        }
        for (name, value) in self {
            guard (1...Self.maximumNameLength).contains(name.count), value.count <= Self.maximumValueLength else {
                throw HubError(
                    .argumentInvalid,
                    "The tag '\(VisibleText.show(name, limit: 40))' is too long or has no name: 1 to "
                        + "\(Self.maximumNameLength) characters for a name, at most \(Self.maximumValueLength) for a value.",
                    target: "tags"
                )
            }
        }
    }

    /// The tags after a merge patch: `null` takes one away.
    package func merged(with patch: [String: String?]) -> Tags {
        var result = self
        for (name, value) in patch { result[name] = value }
        return result
    }
}
