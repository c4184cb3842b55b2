import HubModel

/// The query of a request: names and values, each decoded once, each name at most once, in the order they were sent.
///
/// A `+` is a plus sign (RFC 3986); a space is `%20`.
struct QueryParameters: Equatable, Sendable {
    struct Parameter: Equatable, Sendable {
        let name: String
        let value: String
    }

    let all: [Parameter]

    /// Reads a query; throws `ArgumentInvalid` for a name that is there twice, or not one of `known` unless such names
    /// are passed over unread.
    init(_ query: Substring?, known: [String], passingOverOthers: Bool = false) throws(HubError) {
        guard let query, !query.isEmpty else {
            all = []
            return
        }
        var all: [Parameter] = []
        for piece in query.utf8.split(separator: UInt8(ascii: "&")) {
            let equals = piece.firstIndex(of: UInt8(ascii: "="))
            let encodedName = Substring(piece[..<(equals ?? piece.endIndex)])
            if passingOverOthers, !(PercentCoding.decode(encodedName).map(known.contains) ?? false) { continue }
            let name = try Self.decode(encodedName)
            guard known.contains(name) else {
                let shown = VisibleText.show(name, limit: 64)
                throw HubError(.argumentInvalid, "The query parameter '\(shown)' is not known here.", target: shown)
            }
            guard !all.contains(where: { $0.name == name }) else {
                throw HubError(.argumentInvalid, "The query parameter '\(name)' is there twice.", target: name)
            }
            let value = try Self.decode(equals.map { Substring(piece[piece.index(after: $0)...]) } ?? "")
            guard !value.isEmpty else {
                throw HubError(.argumentInvalid, "The query parameter '\(name)' has no value.", target: name)
            }
            guard !value.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
                throw HubError(
                    .argumentInvalid,
                    "The query parameter '\(name)' holds a control character.",
                    target: name
                )
            }
            all.append(Parameter(name: name, value: value))
        }
        self.all = all
    }

    subscript(name: String) -> String? { all.first { $0.name == name }?.value }

    /// A parameter that is one of a few words.
    func word<Value: RawRepresentable & CaseIterable>(
        _ name: String,
        _ type: Value.Type
    ) throws(HubError) -> Value? where Value.RawValue == String {
        guard let text = self[name] else { return nil }
        guard let value = Value(rawValue: text) else {
            throw invalid(name, text, Value.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return value
    }

    /// A parameter that is `true` or `false`.
    func flag(_ name: String) throws(HubError) -> Bool? {
        guard let text = self[name] else { return nil }
        guard let value = Bool(text) else { throw invalid(name, text, "true, false") }
        return value
    }

    /// A parameter that is a whole number.
    func number(_ name: String) throws(HubError) -> Int? {
        guard let text = self[name] else { return nil }
        guard let value = Int(text) else { throw invalid(name, text, "a whole number") }
        return value
    }

    /// The error for a value that is none of those allowed.
    func invalid(_ name: String, _ value: String, _ allowed: String) -> HubError {
        HubError(
            .argumentInvalid,
            "'\(VisibleText.show(value, limit: 64))' is not a value of '\(name)': \(allowed).",
            target: name
        )
    }

    private static func decode(_ text: Substring) throws(HubError) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        guard let decoded = PercentCoding.decode(text) else {
            throw HubError(
                .ioTHubFormatError,
                "The query of the request holds a '%' that is no escape, or an escape that is not UTF-8."
            )
        }
        return decoded
    }
}
