import ArgumentParser
import HubClient
package import HubModel

/// The program: arguments in, output and an exit status out.
package struct Program {
    var environment: Environment
    var console: Console
    var world: World
    /// Carries out a command that opens or takes streams: by itself where it can, else as another program.
    var startTunnel: (TunnelPlan, [String]) throws -> ExitStatus = { _, arguments in
        try TunnelProgram.execute(arguments)
    }

    package static var process: Program {
        Posix.fillStandardStreams()
        Signals.install()
        return Program(environment: .process, console: .process, world: .real)
    }

    /// Runs a command line without the program's name.
    ///
    /// Nothing is written to standard output unless the command succeeds.
    package func run(_ arguments: [String]) -> ExitStatus {
        do {
            switch try begin(arguments) {
            case .ended(let status): return status
            case .tunnel(let plan, _): return try startTunnel(plan, arguments)
            }
        } catch {
            return tell(error, arguments)
        }
    }

    /// The same where streams can be opened and taken, which `tunnel` does.
    ///
    /// It gives the status to end with, which may be another program's, and throws `HubError` or `RequestFailure`.
    package func run(
        _ arguments: [String],
        tunnel: (TunnelPlan, Session) async throws -> Int32
    ) async -> Int32 {
        do {
            switch try begin(arguments) {
            case .ended(let status): return status.rawValue
            case .tunnel(let plan, let session): return try await tunnel(plan, session)
            }
        } catch {
            return tell(error, arguments).rawValue
        }
    }

    private func tell(_ error: any Error, _ arguments: [String]) -> ExitStatus {
        let style = ErrorStyle(arguments, environment, console)
        let report = ErrorReport(
            format: style.format,
            usesColour: style.usesColour,
            world: world,
            // A completion script calls in the middle of somebody's typing.
            complain: arguments.first == "---completion" ? { _ in } : console.complain
        )
        switch error {
        case let failure as RequestFailure: return report.tell(failure)
        case let error as HubError: return report.tell(RequestFailure(error))
        default: return report.tell(RequestFailure(HubError(.usage, "\(error)")))
        }
    }

    /// How far a command came.
    private enum Step {
        case ended(ExitStatus)
        case tunnel(TunnelPlan, Session)
    }

    private func begin(_ arguments: [String]) throws -> Step {
        let isCompletion = arguments.first == "---completion"
        // Swift puts this character where an argument's bytes are not UTF-8; it is nothing that anybody types.
        if !isCompletion, let broken = arguments.first(where: { $0.contains("\u{FFFD}") }) {
            throw HubError(
                .usage,
                "The argument '\(VisibleText.show(broken, limit: 100))' is not UTF-8 text.",
                hint: "Set the terminal and the locale to UTF-8, then run the command again."
            )
        }
        let arranged = isCompletion ? nil : try ArgumentArranger(arguments, root: DeviceStreamCommand.self)
        do {
            var command = try DeviceStreamCommand.parseAsRoot(arranged?.arguments ?? arguments)
            guard let verb = command as? any Verb else {
                // A noun without a verb, and `help`: the parser's own commands, which end in an error that is help.
                try command.run()
                return .ended(.success)
            }
            let session = try Session(verb.global, self)
            let outcome = try session.outcome(of: verb)
            if case .tunnel(let plan) = outcome.output { return .tunnel(plan, session) }
            return .ended(try session.show(outcome))
        } catch var error as HubError {
            // What this command can do stands in its own help.
            if error.code == .usage, error.hint == nil, let arranged {
                error.hint = "See: \(arranged.commandLine) --help"
            }
            throw error
        } catch let failure as RequestFailure {
            throw failure
        } catch {
            return .ended(try answer(error, commandLine: arranged?.commandLine ?? "devicestream"))
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
