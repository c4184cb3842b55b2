import ArgumentParser
import HubClient
import HubModel
import JMESPath

/// `log verify`.
struct LogVerify: Verb {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that the activity log is whole: every record anew against the chain and its checkpoints.",
        discussion: """
            Keep a checkpoint where the server cannot reach it, and give it later: what came before it cannot have been \
            rewritten since.

              devicestream log verify -n hub --query newestCheckpoint > checkpoint.json
              devicestream log verify -n hub --from checkpoint.json

            With status 12 the log is not whole; the first record that is affected is named.
            """
    )

    /// A checkpoint is some hundred bytes.
    private static let maximumFileBytes = 64 * 1024

    @OptionGroup var hub: HubOptions

    @Option(
        help: ArgumentHelp("A file with a checkpoint that was kept elsewhere, or '-'.", valueName: "checkpoint"),
        completion: .file()
    )
    var from: String?

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let hub = try session.hub(hub.name)
        let written = try from.map { file throws(HubError) in
            let bytes = try SystemFile.read(file, console: session.console, limit: Self.maximumFileBytes)
            return try RestJSON.decode(LogCheckpoint.self, from: bytes)
        }
        let report = try LogInspection(session, hub, written: written).report()
        return Outcome(
            output: .value(report.value, LogReport.shape),
            status: report.isWhole ? .success : .problemsFound
        )
    }
}
