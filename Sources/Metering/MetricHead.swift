/// What all series of one name have in common.
package struct MetricHead: Equatable, Sendable {
    let name: String
    let help: String
    let kind: MetricKind
    let labels: [String]

    init(_ name: String, _ help: String, _ kind: MetricKind, labels: [String]) {
        precondition(Self.accepts(name), "'\(name)' is no name of a metric")
        // `le` is what the buckets of a histogram bear.
        precondition(labels.allSatisfy { Self.accepts($0) && $0 != "le" }, "\(labels) are no names of labels")
        self.name = name
        self.help = help
        self.kind = kind
        self.labels = labels
    }

    /// `[a-z_][a-z0-9_]*`: what both names of metrics and of labels may be, without the colon of recording rules.
    private static func accepts(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return name.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || $0 == UInt8(ascii: "_")
        }
    }
}

/// The types of the text format that we have.
package enum MetricKind: String, Sendable {
    /// Only grows, until the process starts again.
    case counter
    /// Goes up and down.
    case gauge
    /// Counts of observations by size.
    case histogram
}
