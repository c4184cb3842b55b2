import HubModel

/// Status and headers of an HTTP/1.1 response (RFC 9112 §4, §5).
package struct ResponseHead: Equatable, Sendable {
    package struct Field: Equatable, Sendable {
        package let name: String
        package let value: String
    }

    package let status: Int
    package let fields: [Field]

    /// The headers as `UpgradeOffer.answered` reads them.
    package var headers: [(name: String, value: String)] { fields.map { ($0.name, $0.value) } }

    /// Reads the lines of a head, without the empty one at its end; `nil` when they are none of HTTP.
    init?(_ lines: [Substring]) {
        guard let first = lines.first, first.hasPrefix("HTTP/1.") else { return nil }
        let words = first.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count >= 2, words[1].utf8.count == 3, words[1].utf8.allSatisfy(\.isDigit),
            let status = Int(words[1])
        else { return nil }
        self.status = status
        var fields: [Field] = []
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            fields.append(Field(name: String(line[..<colon]), value: String(value)))
        }
        self.fields = fields
    }
}
