/// `{{host}}` and `{{port}}` in the arguments of a program.
package enum Placeholders {
    /// The words with both filled in; nothing else of them changes, and no shell reads them.
    package static func filled(_ words: [String], host: String, port: Int) -> [String] {
        words.map { word in
            replace("{{port}}", with: String(port), in: replace("{{host}}", with: host, in: word))
        }
    }

    private static func replace(_ mark: String, with text: String, in word: String) -> String {
        var result = ""
        var rest = word[...]
        while let found = rest.firstRange(of: mark) {
            result += rest[..<found.lowerBound] + text
            rest = rest[found.upperBound...]
        }
        return result + rest
    }
}
