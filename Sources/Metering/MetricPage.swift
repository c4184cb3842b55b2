/// A page in Prometheus' text format, version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats).
package struct MetricPage {
    private(set) var text = ""

    /// The two lines in front of the series of one name.
    mutating func begin(_ head: MetricHead) {
        let help = head.help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        text += "# HELP \(head.name) \(help)\n# TYPE \(head.name) \(head.kind.rawValue)\n"
    }

    /// A sample; `suffix` follows the name, and `bound` is the `le` of a bucket.
    mutating func sample(
        _ head: MetricHead,
        suffix: String = "",
        _ values: [String],
        bound: String? = nil,
        _ value: MetricValue
    ) {
        var pairs = zip(head.labels, values).map { $0 + "=\"" + Self.escaped($1) + "\"" }
        if let bound { pairs.append("le=\"" + bound + "\"") }
        text += head.name + suffix
        if !pairs.isEmpty { text += "{" + pairs.joined(separator: ",") + "}" }
        text += " " + value.text + "\n"
    }

    /// Backslash, quote and line feed are what the format escapes; everything else stands as it is.
    private static func escaped(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\"") || $0 == 0x0A }) else {
            return value
        }
        return value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
