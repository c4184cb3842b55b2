import HubModel

/// A word of a fixed set on the command line.
enum Choice {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Reads the word in any case; the error says what there is and what may have been meant.
    static func parse<Value: RawRepresentable & CaseIterable>(
        _ text: String
    ) throws -> Value where Value.RawValue == String {
        let lower = text.lowercased()
        if let value = Value.allCases.first(where: { $0.rawValue.lowercased() == lower }) { return value }
        let words = words(of: Value.self)
        let nearest = Suggestion.nearest(to: text, among: words)
        throw Failure(
            description: (words.count == 1 ? "it is " : "it is one of ") + words.joined(separator: ", ") + "."
                + (nearest.map { " Did you mean '\($0)'?" } ?? "")
        )
    }

    /// All words, for help and completion.
    static func words<Value: RawRepresentable & CaseIterable>(
        of type: Value.Type
    ) -> [String] where Value.RawValue == String {
        Value.allCases.map(\.rawValue)
    }
}
