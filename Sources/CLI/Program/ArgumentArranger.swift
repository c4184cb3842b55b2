import ArgumentParser
import HubModel

/// Puts arguments in the order that the parser expects: the words of the command first.
///
/// Options that every command has may stand before the command's words, as in `devicestream -o tsv device list`; the
/// parser knows them only behind. A word that is no command ends here, with the one that may have been meant.
struct ArgumentArranger {
    /// The words of the command, such as `device list`.
    private(set) var words: [String] = []
    private(set) var arguments: [String] = []
    /// The command that the words name.
    private(set) var command: any ParsableCommand.Type

    /// Options of all commands that take a value.
    static let valued: Set<String> = [
        "-o", "--output", "--query", "--server", "--context", "--cacert", "--proxy", "--resolve", "--timeout",
        "--retry", "--error-format", "-n", "--name", "--hub-name", "-g", "--resource-group", "--subscription",
    ]
    /// Options of all commands that take none.
    static let flags: Set<String> = ["--only-show-errors", "--verbose", "--debug", "--no-color", "-y", "--yes"]

    init(_ arguments: [String], root: any ParsableCommand.Type) throws(HubError) {
        command = root
        var moved: [String] = []
        var index = arguments.startIndex
        while index < arguments.endIndex, !command.configuration.subcommands.isEmpty {
            let argument = arguments[index]
            if Self.valued.contains(argument) {
                moved += arguments[index...].prefix(2)
                index += min(2, arguments.endIndex - index)
            } else if Self.flags.contains(argument) || Self.hasValueAttached(argument) {
                moved.append(argument)
                index += 1
            } else if argument.hasPrefix("-") || argument == "help" {
                // Help, version, completion: the parser's own.
                break
            } else {
                try descend(argument)
                index += 1
            }
        }
        self.arguments = words + moved + arguments[index...]
    }

    /// What runs it, as in `devicestream device list`.
    var commandLine: String { (["devicestream"] + words).joined(separator: " ") }

    private mutating func descend(_ word: String) throws(HubError) {
        let choices = command.configuration.subcommands
        let found = choices.first { choice in
            choice.configuration.commandName == word || choice.configuration.aliases.contains(word)
        }
        guard let found else {
            // Closures, because a key path into a metatype crashes the compiler (6.3.1).
            let shown = choices.filter { $0.configuration.shouldDisplay }.compactMap { $0.configuration.commandName }
            let nearest = Suggestion.nearest(to: word, among: shown)
            throw HubError(
                .usage,
                "'\(VisibleText.show(word, limit: 60))' is not a command of '\(commandLine)'.",
                hint: nearest.map { "Did you mean: \(commandLine) \($0)" }
                    ?? "It has: " + shown.joined(separator: ", ") + ". See: \(commandLine) --help"
            )
        }
        command = found
        words.append(word)
    }

    private static func hasValueAttached(_ argument: String) -> Bool {
        guard argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") else { return false }
        return valued.contains(String(argument[..<equals]))
    }
}
