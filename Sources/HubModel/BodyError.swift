/// What is wrong with a JSON body, and where.
package enum BodyError: Error, Equatable, Sendable {
    /// A member that the body may not have.
    case unknownMember(path: String)
    /// A value of the right type that breaks a rule.
    case invalidValue(path: String, problem: String)

    /// A coding path as people write it: `authentication.x509Thumbprint.primaryThumbprint`, `hubs[2]`.
    package static func path(_ path: [any CodingKey]) -> String {
        var text = ""
        for key in path {
            if let index = key.intValue {
                text += "[\(index)]"
            } else {
                text += (text.isEmpty ? "" : ".") + VisibleText.show(key.stringValue, limit: 64)
            }
        }
        return text
    }
}

extension Decoder {
    /// Throws `BodyError.unknownMember` for the first member that is not one of `keys`.
    ///
    /// A misspelt member that is silently ignored is a change that silently does not happen.
    func rejectUnknownMembers<Keys: CodingKey & CaseIterable>(besides keys: Keys.Type) throws {
        let known = Set(keys.allCases.map(\.stringValue))
        let members = try container(keyedBy: AnyMember.self).allKeys.map(\.stringValue).sorted()
        guard let unknown = members.first(where: { !known.contains($0) }) else { return }
        throw BodyError.unknownMember(path: BodyError.path(codingPath + [AnyMember(unknown)]))
    }
}

private struct AnyMember: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
