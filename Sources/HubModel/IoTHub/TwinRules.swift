/// What IoT Hub lets a twin hold (IoT Hub developer guide, "Device twins", format and size).
package enum TwinRules {
    /// The most bytes of tags.
    static let maximumTagBytes = 8 * 1024
    /// The most bytes of the desired properties, and of the reported ones.
    static let maximumPropertyBytes = 32 * 1024
    /// How many objects may stand within each other.
    package static let maximumDepth = 10
    static let maximumKeyBytes = 1024
    static let maximumStringBytes = 4096
    static let integers: ClosedRange<Int64> = -4_503_599_627_370_496...4_503_599_627_370_495

    /// Members that the hub adds to properties, and that a client may send back.
    package static let ownMembers: Set<String> = ["$metadata", "$version"]

    /// Throws `ArgumentInvalid` for a patch or document that no twin can hold.
    ///
    /// `part` names it in messages, such as `properties.desired`.
    package static func check(_ document: JSONObject, part: String) throws(HubError) {
        try check(document, part, depth: 0)
    }

    /// Throws `ArgumentInvalid` where a change made a document larger than it may be.
    ///
    /// One that was too large before may still become smaller.
    package static func check(size new: JSONObject, insteadOf old: JSONObject, part: String) throws(HubError) {
        let maximum = part == tagsPart ? maximumTagBytes : maximumPropertyBytes
        let count = bytes(of: .object(new))
        guard count > maximum, count > bytes(of: .object(old)) else { return }
        throw HubError(
            .argumentInvalid,
            "'\(part)' would have \(count) bytes of names and values; \(maximum) are allowed.",
            target: part
        )
    }

    package static let tagsPart = "tags"
    package static let desiredPart = "properties.desired"
    package static let reportedPart = "properties.reported"

    /// Names and values in UTF-8; numbers are 8 bytes, booleans 4.
    package static func bytes(of content: JSONContent) -> Int {
        switch content {
        case .null: 0
        case .bool: 4
        case .integer, .number: 8
        case .string(let text): text.utf8.count
        case .array(let items): items.reduce(0) { $0 + bytes(of: $1) }
        case .object(let members): members.reduce(0) { $0 + $1.key.utf8.count + bytes(of: $1.value) }
        }
    }

    private static func check(_ members: JSONObject, _ path: String, depth: Int) throws(HubError) {
        for (key, value) in members {
            guard isKey(key) else {
                throw HubError(
                    .argumentInvalid,
                    "'\(VisibleText.show(key, limit: 64))' in '\(path)' is no name for a property: 1 to "
                        + "\(maximumKeyBytes) bytes without control characters, '.', '$' and spaces.",
                    target: path
                )
            }
            try check(value, path + "." + VisibleText.show(key, limit: 64), depth: depth)
        }
    }

    private static func check(_ value: JSONContent, _ path: String, depth: Int) throws(HubError) {
        switch value {
        case .null, .bool, .number: break
        case .integer(let number):
            guard integers.contains(number) else {
                throw HubError(.argumentInvalid, "The number '\(path)' is out of range.", target: path)
            }
        case .string(let text):
            guard text.utf8.count <= maximumStringBytes else {
                throw HubError(
                    .argumentInvalid,
                    "The text '\(path)' has more than \(maximumStringBytes) bytes.",
                    target: path
                )
            }
        case .array(let items):
            try checkDepth(depth + 1, path)
            for item in items { try check(item, path, depth: depth + 1) }
        case .object(let members):
            try checkDepth(depth + 1, path)
            try check(members, path, depth: depth + 1)
        }
    }

    private static func checkDepth(_ depth: Int, _ path: String) throws(HubError) {
        guard depth > maximumDepth else { return }
        throw HubError(.argumentInvalid, "'\(path)' is nested more than \(maximumDepth) levels deep.", target: path)
    }

    private static func isKey(_ text: String) -> Bool {
        (1...maximumKeyBytes).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", ".", "$", " ": false
                default: true
                }
            }
    }
}
