/// The value of `Accept` (RFC 9110 §12.5.1): which types a client takes, and how gladly.
struct MediaRanges: Equatable, Sendable {
    private struct Range: Equatable, Sendable {
        let type: String
        let subtype: String
        let quality: Double

        /// The more exact a range, the more it says; `nil` when it says nothing of the type.
        func exactness(for type: String, _ subtype: String) -> Int? {
            if self.type == "*" { return 0 }
            guard self.type == type else { return nil }
            if self.subtype == "*" { return 1 }
            return self.subtype == subtype ? 2 : nil
        }
    }

    private let ranges: [Range]

    /// Reads the field; what is no media range is passed over, as is every parameter but `q`.
    init(_ value: String) {
        ranges = value.lowercased().split(separator: ",").compactMap { element in
            let parts = element.split(separator: ";").map { Self.trimmed($0) }
            guard let names = parts.first?.split(separator: "/"), names.count == 2 else { return nil }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
            return Range(type: String(names[0]), subtype: String(names[1]), quality: quality ?? 1)
        }
    }

    /// The offer that the client likes best, of equals the first; `nil` when it takes none.
    ///
    /// Offers are types without parameters, in lower case.
    func best(of offers: [String]) -> Int? {
        guard !ranges.isEmpty else { return offers.indices.first }
        var best: (index: Int, quality: Double)?
        for (index, offer) in offers.enumerated() {
            let quality = self.quality(of: offer)
            if quality > best?.quality ?? 0 { best = (index, quality) }
        }
        return best?.index
    }

    private func quality(of offer: String) -> Double {
        let names = offer.split(separator: "/")
        guard names.count == 2 else { return 0 }
        var found: (exactness: Int, quality: Double)?
        for range in ranges {
            guard let exactness = range.exactness(for: String(names[0]), String(names[1])) else { continue }
            if exactness > found?.exactness ?? -1 { found = (exactness, range.quality) }
        }
        return found?.quality ?? 0
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
