import ArgumentParser
import HubClient
import HubModel
import JMESPath

/// `log list`.
struct LogList: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List records of the activity log, the newest first.",
        discussion: "devicestream log list -n hub --from 1h --result DeviceNotOnline -o table"
    )

    @OptionGroup var hub: HubOptions
    @OptionGroup var filter: LogFilterOptions

    @Option(help: ArgumentHelp("So many records at most; 100 where it is left out.", valueName: "count"))
    var top: Int?

    @OptionGroup(title: "Global options") var global: GlobalOptions

    mutating func validate() throws {
        guard let top, top < 1 else { return }
        throw ValidationError("The value '\(top)' is invalid for '--top <count>': it is from 1.")
    }

    func perform(_ session: Session) throws -> Outcome {
        let records = try session.latest("records", top: top) { (top) throws(HubError) in
            .listLogs(try session.hub(hub.name), try filter.filter(session.world), top: top)
        }
        return .value(records, LogCommand.shape)
    }
}
