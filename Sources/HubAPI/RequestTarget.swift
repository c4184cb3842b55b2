import HubModel

/// The target of a request: checked before anything is looked up, each segment of the path decoded once.
///
/// Nothing is normalised. A dot segment, an empty segment or an escaped slash means one resource to this server and
/// another to a program in between, so it is refused in every spelling; an API whose clients send empty segments has them
/// left out.
struct RequestTarget: Equatable, Sendable {
    /// The path without its slashes, decoded; none is empty, a dot segment, or holds a slash, backslash or control.
    let segments: [String]
    /// What follows the `?`, as it was sent.
    let query: Substring?
    /// The authority of a target in absolute form (RFC 9112 §3.2.2).
    let authority: Substring?

    /// Reads a target in origin or absolute form; throws `IotHubFormatError` for any other.
    init(_ target: String, _ form: PathForm = .exact) throws(HubError) {
        var rest = target[...]
        if target.utf8.first == UInt8(ascii: "/") {
            authority = nil
        } else {
            guard target.utf8.count > Self.scheme.utf8.count, target.prefix(8).lowercased() == Self.scheme else {
                throw Self.refusal("it does not begin with '/'")
            }
            rest = rest.dropFirst(8)
            let end = rest.utf8.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
            authority = rest[..<end]
            rest = rest[end...]
        }
        guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else {
            throw Self.refusal("it holds a character that must be percent-encoded")
        }
        let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?"))
        query = mark.map { rest[rest.utf8.index(after: $0)...] }
        segments = try Self.segments(of: rest[..<(mark ?? rest.endIndex)], form)
    }

    private static let scheme = "https://"

    private static func segments(of path: Substring, _ form: PathForm) throws(HubError) -> [String] {
        let path = path.utf8.dropFirst()
        guard !path.isEmpty else { return [] }
        var segments: [String] = []
        segments.reserveCapacity(8)
        for piece in path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: form == .lenient) {
            segments.append(try segment(Substring(piece)))
        }
        return segments
    }

    private static func segment(_ piece: Substring) throws(HubError) -> String {
        guard let text = piece.utf8.contains(UInt8(ascii: "%")) ? PercentCoding.decode(piece) : String(piece) else {
            throw refusal("it holds a '%' that is no escape, or an escape that is not UTF-8")
        }
        guard !text.isEmpty else { throw refusal("it holds an empty segment") }
        guard text != ".", text != ".." else { throw refusal("it holds a dot segment") }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "/", "\\": throw refusal("it holds an escaped slash, or a backslash")
            case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}": throw refusal("it holds a control character")
            default: break
            }
        }
        return text
    }

    private static func refusal(_ problem: String) -> HubError {
        HubError(.ioTHubFormatError, "The path of the request is not one that this server takes: \(problem).")
    }
}
