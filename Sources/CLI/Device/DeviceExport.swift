import ArgumentParser
import HubClient
import HubModel
import JMESPath

/// `device export`.
struct DeviceExport: Verb {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write all devices as NDJSON: a device on each line, for 'device import'.",
        discussion: "Without '--with-keys', an import elsewhere gives the devices new keys."
    )

    @OptionGroup var hub: HubOptions

    @Option(
        name: [.customShort("f"), .long],
        help: ArgumentHelp(
            "The file, made for your eyes only; standard output where it is left out or '-'.",
            valueName: "file"
        ),
        completion: .file()
    )
    var file: String?

    @Flag(help: "With the keys of the devices; needs the right 'keys'.")
    var withKeys = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    mutating func validate() throws {
        if global.query != nil {
            throw ValidationError("'--query' needs one JSON value, and an export is lines of them.")
        }
    }

    func perform(_ session: Session) throws -> Outcome {
        let request = HubRequest.exportDevices(try session.hub(hub.name), withKeys: withKeys)
        guard let file, file != "-" else {
            let output = ExportOutput(session.console)
            try download(request, session, isQuiet: session.console.isOutputTerminal, output)
            try output.finish()
            return .nothing
        }
        let pending = try PendingFile(for: file, world: session.world)
        let output = ExportOutput(pending.descriptor)
        do {
            try download(request, session, isQuiet: false, output)
            try pending.commit()
        } catch {
            pending.discard()
            throw error
        }
        return .value(.make([("devices", .integer(output.lines)), ("file", .string(file))]))
    }

    private func download(_ request: HubRequest, _ session: Session, isQuiet: Bool, _ output: ExportOutput) throws {
        let progress = session.progress()
        defer { progress.end() }
        let sink: ManagementClient.Sink = { bytes throws(HubError) in
            try output.write(bytes)
            // On a terminal, the lines themselves show how far it has come.
            if !isQuiet { progress.update("\(output.lines) devices") }
        }
        _ = try session.client().send(request, to: sink)
    }
}
