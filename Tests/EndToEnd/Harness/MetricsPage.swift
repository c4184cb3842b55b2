/// A page of Prometheus' text format, read as a scraper reads it.
struct MetricsPage {
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    /// Values by the text in front of them: name and labels.
    private(set) var samples: [String: Double] = [:]
    /// Types by name.
    private(set) var types: [String: String] = [:]
    private var helps: Set<String> = []

    /// Throws where a line is not of the format, has no type in front of it, or comes twice.
    init(_ text: String) throws {
        guard text.hasSuffix("\n") else { throw Problem(description: "the last line has no end") }
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            try read(line)
        }
        guard helps == Set(types.keys) else { throw Problem(description: "help and types are not of the same names") }
    }

    private mutating func read(_ line: Substring) throws {
        if let match = line.wholeMatch(of: /# HELP ([a-z_][a-z0-9_]*) (.+)/) {
            helps.insert(String(match.1))
        } else if let match = line.wholeMatch(of: /# TYPE ([a-z_][a-z0-9_]*) (counter|gauge|histogram)/) {
            guard types.updateValue(String(match.2), forKey: String(match.1)) == nil else {
                throw Problem(description: "two types: \(line)")
            }
        } else if let match = line.wholeMatch(
            of: /(([a-z_][a-z0-9_]*)(?:\{(?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)+\})?) (-?[0-9.]+|\+Inf|NaN)/
        ) {
            let name = match.2.replacing(/_(bucket|sum|count)$/, with: "")
            guard types[String(match.2)] != nil || types[String(name)] == "histogram" else {
                throw Problem(description: "no type: \(line)")
            }
            guard let value = Double(match.3), samples.updateValue(value, forKey: String(match.1)) == nil else {
                throw Problem(description: "no number, or a second one: \(line)")
            }
        } else {
            throw Problem(description: "not of the format: \(line)")
        }
    }

    subscript(_ series: String) -> Double? { samples[series] }
}
