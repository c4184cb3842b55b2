import ArgumentParser
import HubClient
import HubModel

/// The program: arguments in, output and an exit status out.
struct Program {
    var environment: Environment
    var console: Console
    var world: World

    static var process: Program {
        Posix.fillStandardStreams()
        Signals.install()
        return Program(environment: .process, console: .process, world: .real)
    }

    /// Runs a command line without the program's name.
    ///
    /// Nothing is written to standard output unless the command succeeds.
    func run(_ arguments: [String]) -> ExitStatus {
        let style = ErrorStyle(arguments, environment, console)
        let report = ErrorReport(
            format: style.format,
            usesColour: style.usesColour,
            world: world,
            // A completion script calls in the middle of somebody's typing.
            complain: arguments.first == "---completion" ? { _ in } : console.complain
        )
        do {
            return try perform(arguments)
        } catch let failure as RequestFailure {
            return report.tell(failure)
        } catch let error as HubError {
            return report.tell(RequestFailure(error))
        } catch {
            return report.tell(RequestFailure(HubError(.usage, "\(error)")))
        }
    }

    private func perform(_ arguments: [String]) throws -> ExitStatus {
        let isCompletion = arguments.first == "---completion"
        let arranged = isCompletion ? nil : try ArgumentArranger(arguments, root: DeviceStreamCommand.self)
        do {
            var command = try DeviceStreamCommand.parseAsRoot(arranged?.arguments ?? arguments)
            guard let verb = command as? any Verb else {
                // A noun without a verb, and `help`: the parser's own commands, which end in an error that is help.
                try command.run()
                return .success
            }
            return try Session(verb.global, self).run(verb)
        } catch let error as HubError {
            throw error
        } catch let failure as RequestFailure {
            throw failure
        } catch {
            return try answer(error, commandLine: arranged?.commandLine ?? "devicestream")
        }
    }

    /// Help and the like go to standard output; what the parser did not understand becomes an error of ours.
    private func answer(_ error: any Error, commandLine: String) throws -> ExitStatus {
        guard DeviceStreamCommand.exitCode(for: error).isSuccess else {
            var message = DeviceStreamCommand.message(for: error)
            if !message.hasSuffix("."), !message.hasSuffix("?") { message += "." }
            throw HubError(.usage, message, hint: "See: \(commandLine) --help")
        }
        let text = DeviceStreamCommand.fullMessage(for: error)
        try console.write(Array((text.hasSuffix("\n") || text.isEmpty ? text : text + "\n").utf8))
        return .success
    }
}

/// How errors look, read from the arguments before they are parsed: parsing may be what fails.
private struct ErrorStyle {
    let format: ErrorFormat
    let usesColour: Bool

    init(_ arguments: [String], _ environment: Environment, _ console: Console) {
        let words = arguments.prefix { $0 != "--" }
        func value(_ names: String...) -> String? {
            for (index, word) in words.enumerated() {
                if names.contains(word), index + 1 < words.count { return words[index + 1] }
                for name in names where word.hasPrefix(name + "=") { return String(word.dropFirst(name.count + 1)) }
            }
            return nil
        }
        let given = value("--error-format").flatMap { ErrorFormat(rawValue: $0.lowercased()) } ?? .auto
        let isForPrograms = value("-o", "--output") == OutputFormat.jsonl.rawValue && !console.isErrorTerminal
        format = given == .auto ? (isForPrograms ? .json : .text) : given
        usesColour = console.isErrorTerminal && environment["NO_COLOR"] == nil && !words.contains("--no-color")
    }
}
