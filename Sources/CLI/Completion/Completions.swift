import ArgumentParser
import HubClient
import HubModel
import JMESPath

/// Names for the completion scripts of the shells: silent and quick, whatever happens.
///
/// What a shell gets here it may expand: bash runs a `$(…)` in a word that is offered to it. Whoever may create a device
/// must not run commands in the shell of whoever completes its id, so only harmless names are offered.
enum Completions {
    /// Nobody waits longer for a Tab.
    private static let timeout = "2s"
    /// More than a screen holds.
    private static let maximumNames = 200

    @Sendable static func hubs(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
        let line = CompletionLine(words, index, prefix)
        return ask(line) { session in
            try session.json(.listHubs(top: Session.maximumPage))["value"]?.elements?
                .compactMap { $0["name"]?.stringValue }
        }
    }

    @Sendable static func devices(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
        let line = CompletionLine(words, index, prefix)
        return ask(line) { session in
            let filter = DeviceFilter(prefix: line.prefix.isEmpty ? nil : line.prefix)
            return try session.json(.listDevices(session.hub(line.hub), filter, top: maximumNames))["value"]?.elements?
                .compactMap { $0["deviceId"]?.stringValue }
        }
    }

    /// The ids of streams, the last opened first.
    @Sendable static func streams(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
        let line = CompletionLine(words, index, prefix)
        return ask(line) { session in
            let request = HubRequest.listStreams(try session.hub(line.hub), StreamFilter(), top: maximumNames)
            return try session.json(request)["value"]?.elements?.compactMap { $0["streamId"]?.stringValue }
        }
    }

    @Sendable static func certificates(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
        let line = CompletionLine(words, index, prefix)
        return ask(line) { session in
            try session.json(.listCertificates(session.hub(line.hub), top: maximumNames))["value"]?.elements?
                .compactMap { $0["name"]?.stringValue }
        }
    }

    @Sendable static func diagnosticSettings(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
        let line = CompletionLine(words, index, prefix)
        return ask(line) { session in
            try session.json(.listDiagnosticSettings(session.hub(line.hub), top: maximumNames))["value"]?.elements?
                .compactMap { $0["name"]?.stringValue }
        }
    }

    @Sendable static func contexts(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
        let line = CompletionLine(words, index, prefix)
        // Without a home directory there are no contexts.
        guard let store = try? ContextStore(.process, .real) else { return [] }
        return offered(store.names, line)
    }

    /// The names that begin as the word does and are safe in every place of the requesting shell.
    static func offered(_ names: [String], _ line: CompletionLine, shell: CompletionShell? = .requesting) -> [String] {
        let kept = names.filter { $0.hasPrefix(line.prefix) && isHarmless($0, in: shell) }
        // zsh takes what follows a colon for the description.
        guard shell == .zsh else { return kept }
        return kept.map { $0.split(separator: ":", omittingEmptySubsequences: false).joined(separator: "\\:") }
    }

    /// Whether no shell makes anything else of the name: no expansion, no option, and in bash no end of the word.
    private static func isHarmless(_ name: String, in shell: CompletionShell?) -> Bool {
        let symbols = shell == .zsh || shell == .fish ? "-._+,%:@=" : "-._+,%"
        guard let first = name.utf8.first, first.isLetterOrDigit || first == UInt8(ascii: "_") else { return false }
        return name.utf8.allSatisfy { $0.isLetterOrDigit || symbols.utf8.contains($0) }
    }

    private static func ask(_ line: CompletionLine, _ names: (Session) throws -> [String]?) -> [String] {
        // An error in the middle of somebody's typing helps nobody: no names are offered.
        guard let global = try? GlobalOptions.parse(line.connection + ["--timeout", timeout, "--retry", "0"]),
            let found = try? names(try Session(global, Program(environment: .process, console: .silent, world: .real)))
        else { return [] }
        return Array(offered(found, line).prefix(maximumNames))
    }
}

extension Console {
    /// Nobody sits before it.
    fileprivate static var silent: Console {
        Console(
            isOutputTerminal: false,
            isErrorTerminal: false,
            isInputTerminal: false,
            output: { _ in },
            complain: { _ in },
            input: { _ in 0 },
            askSecret: { _ in "" }
        )
    }
}
