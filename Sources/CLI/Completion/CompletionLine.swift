/// A command line as somebody has typed it so far.
struct CompletionLine: Equatable {
    /// Options that say where the names come from.
    private static let connectionOptions: Set<String> = ["--server", "--context", "--cacert", "--proxy", "--resolve"]
    private static let hubOptions: Set<String> = ["-n", "--name", "--hub-name"]

    /// What the word begins with that is completed.
    let prefix: String
    /// The hub that the line names.
    private(set) var hub: String?
    /// The options for the connection, as they stand in the line.
    private(set) var connection: [String] = []

    /// - Parameters:
    ///   - words: those of the line, with the program.
    ///   - index: of the word that is completed.
    ///   - prefix: the word up to the cursor, when it is the last one.
    init(_ words: [String], _ index: Int, _ prefix: String) {
        self.prefix = words.indices.dropLast().contains(index) ? words[index] : prefix
        // bash makes three words of NAME=VALUE.
        let rest = words.indices.dropFirst().filter { words[$0] != "=" }
        for (position, next) in zip(rest, rest.dropFirst().map(Optional.some) + [nil]) where position != index {
            let word = words[position]
            if word == "--" { break }
            if word.hasPrefix("--"), let equals = word.firstIndex(of: "=") {
                take(String(word[..<equals]), String(word[word.index(after: equals)...]))
            } else if let next, next != index {
                take(word, words[next])
            }
        }
    }

    private mutating func take(_ name: String, _ value: String) {
        if Self.hubOptions.contains(name) { hub = value }
        if Self.connectionOptions.contains(name) { connection += [name, value] }
    }
}
