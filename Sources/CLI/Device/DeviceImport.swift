import ArgumentParser
import HubClient
import HubModel
import JMESPath

/// `device import`.
struct DeviceImport: Verb {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Create and update devices from NDJSON: a device on each line.",
        discussion: """
            The lines are those of 'device export'. A bad line is told on standard error and the good ones are kept; \
            the status is 12 then. An import can be repeated: what is there already stays as it is.
            """
    )

    @Argument(
        help: ArgumentHelp("The file; standard input where it is left out or '-'.", valueName: "file"),
        completion: .file()
    )
    var file: String?

    @OptionGroup var hub: HubOptions

    @Option(
        help: "createOrUpdate, create (only new devices) or update (only devices that exist).",
        completion: .list(Choice.words(of: ImportMode.self)),
        transform: Choice.parse
    )
    var mode = ImportMode.createOrUpdate

    @OptionGroup(title: "Global options") var global: GlobalOptions

    private static let shape = TableShape([
        .init("Created", "created"), .init("Updated", "updated"), .init("Unchanged", "unchanged"),
        .init("Failed", "failed"),
    ])

    func perform(_ session: Session) throws -> Outcome {
        let hub = try session.hub(hub.name)
        let input = try Self.input(file, session)
        defer { input.close() }
        let report = try upload(input, hub, session)
        let errors = report["errors"]?.elements ?? []
        for error in errors { session.console.complain(Self.line(error) + "\n") }
        let failed = report["failed"]?.scalarText ?? "0"
        if let count = Int(failed), count > errors.count {
            session.console.complain("WARNING: \(count - errors.count) more lines failed.\n")
        }
        return Outcome(output: .value(report, Self.shape), status: failed == "0" ? .success : .problemsFound)
    }

    private func upload(_ input: ImportInput, _ hub: HubName, _ session: Session) throws -> JSONValue {
        let progress = session.progress()
        defer { progress.end() }
        do {
            let source: ManagementClient.Source = { buffer throws(HubError) in
                let count = try input.read(into: buffer)
                progress.update("\(input.lines) lines sent")
                return count
            }
            let response = try session.client().send(.importDevices(hub, mode: mode), from: source)
            return try session.read(response)
        } catch var failure as RequestFailure {
            // The server keeps what it has written, which only the mode 'create' would stumble over.
            if failure.error.hint == nil, failure.error.isBrokenConnection, mode != .create {
                failure.error.hint = "Import it again: lines that were taken already change nothing."
            }
            throw failure
        }
    }

    private static func input(_ file: String?, _ session: Session) throws(HubError) -> ImportInput {
        if let file, file != "-" { return ImportInput(file: try Descriptor(reading: file)) }
        guard file == "-" || !session.console.isInputTerminal else {
            throw HubError(.usage, "There is nothing to import: name a file.", target: "file")
        }
        return ImportInput(console: session.console)
    }

    private static func line(_ error: JSONValue) -> String {
        let line = error["line"]?.scalarText ?? "?"
        let device = error["deviceId"]?.stringValue.map { " ('\(VisibleText.show($0, limit: 128))')" } ?? ""
        let message = VisibleText.show(error["message"]?.stringValue ?? "", limit: 1000)
        let code = error["code"]?.stringValue.map { " code: " + VisibleText.show($0, limit: 60) } ?? ""
        return "ERROR: line \(line)\(device): \(message)\(code)"
    }
}

extension HubError {
    /// Whether an answer was lost on the way, so that nobody knows how far the server came.
    fileprivate var isBrokenConnection: Bool { code == .serverUnreachable || code == .clientTimeout }
}
