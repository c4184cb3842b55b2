/// What somebody gives to `ssh`: its options, and the command that it runs.
///
/// The host stands between the two, behind a `--`; behind that, `ssh` takes nothing for an option any more.
struct SSHArguments: Equatable {
    private(set) var options: [String] = []
    private(set) var command: [String] = []

    /// The options of `ssh` with a value: OpenSSH 10.0, `ssh.c`; `P` took none before 9.4, and did nothing.
    private static let valued = Set("BDEFIJLOPQRSWbceilmopw")

    init(_ arguments: [String]) {
        var rest = arguments[...]
        while let word = rest.first, word.hasPrefix("-"), word != "-" {
            rest = rest.dropFirst()
            if word == "--" { break }
            options.append(word)
            // The first letter with a value takes the rest of the word, or the next one where there is no rest.
            guard let letter = word.dropFirst().firstIndex(where: { Self.valued.contains($0) }) else { continue }
            if word.index(after: letter) == word.endIndex, let value = rest.popFirst() { options.append(value) }
        }
        command = Array(rest)
    }
}
