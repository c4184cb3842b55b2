import HTTPTypes
import HubControl
import HubModel

/// The value of `If-Match` or `If-None-Match` (RFC 9110 §13.1).
enum EntityTagList: Equatable, Sendable {
    case any
    case tags([Tag])

    struct Tag: Equatable, Sendable {
        let isWeak: Bool
        let text: String
    }

    /// Reads the value of the field; `nil` when it is no list of tags.
    ///
    /// A tag without quotes is taken as a strong one: people copy it from the `etag` of a body.
    init?(_ value: String) {
        var rest = Self.trimmed(value.utf8[...])
        guard rest != [UInt8(ascii: "*")] else {
            self = .any
            return
        }
        var tags: [Tag] = []
        while !rest.isEmpty {
            let isWeak = rest.starts(with: "W/\"".utf8)
            if isWeak { rest = rest.dropFirst(2) }
            let text: ArraySlice<UInt8>
            if rest.first == UInt8(ascii: "\"") {
                guard let end = rest.dropFirst().firstIndex(of: UInt8(ascii: "\"")) else { return nil }
                text = rest[rest.startIndex + 1..<end]
                rest = Self.trimmed(rest[(end + 1)...])
                guard rest.isEmpty || rest.first == UInt8(ascii: ",") else { return nil }
            } else {
                let end = rest.firstIndex(of: UInt8(ascii: ",")) ?? rest.endIndex
                text = Self.trimmed(rest[..<end])
                rest = rest[end...]
                guard !text.contains(where: { $0 <= 0x20 || $0 == UInt8(ascii: "\"") }) else { return nil }
            }
            if !text.isEmpty { tags.append(Tag(isWeak: isWeak, text: String(decoding: text, as: UTF8.self))) }
            rest = Self.trimmed(rest.dropFirst())
        }
        guard !tags.isEmpty else { return nil }
        self = .tags(tags)
    }

    /// Whether one of them is the tag, weak ones too: the comparison of `If-None-Match`.
    func matchesWeakly(_ tag: String) -> Bool {
        switch self {
        case .any: true
        case .tags(let tags): tags.contains { $0.text == tag }
        }
    }

    /// What the value demands as `If-Match`, where a weak tag never matches.
    var precondition: Precondition {
        switch self {
        case .any: .anyExisting
        case .tags(let tags): .matching(tags.filter { !$0.isWeak }.map(\.text))
        }
    }

    private static func trimmed(_ bytes: some Collection<UInt8>) -> ArraySlice<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        var slice = Array(bytes)[...]
        while let first = slice.first, isBlank(first) { slice.removeFirst() }
        while let last = slice.last, isBlank(last) { slice.removeLast() }
        return slice
    }
}

extension HTTPFields {
    /// What `If-Match` demands; throws `ArgumentInvalid` when it cannot be read.
    func precondition() throws(HubError) -> Precondition {
        guard let value = self[.ifMatch] else { return .none }
        guard let list = EntityTagList(value) else {
            throw HubError(.argumentInvalid, "If-Match holds no entity tags in quotes, nor '*'.", target: "If-Match")
        }
        return list.precondition
    }

    /// Whether the client has the content with this tag already.
    ///
    /// A value that cannot be read matches nothing, so that the client gets the content.
    func hasContent(tag: String) -> Bool {
        guard let value = self[.ifNoneMatch] else { return false }
        return EntityTagList(value)?.matchesWeakly(tag) ?? false
    }
}
