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

    /// A log is long: the first page of the REST API, unless more is asked for.
    private static let standardTop = 100

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
        let limit = top ?? Self.standardTop
        let request = HubRequest.listLogs(
            try session.hub(hub.name),
            try filter.filter(session.world),
            top: min(limit, Session.maximumPage)
        )
        let progress = session.progress()
        defer { progress.end() }
        var records: [JSONValue] = []
        let hasMore = try session.rows(request, limit: limit) { rows in
            records += rows
            progress.update("\(records.count) records")
        }
        if hasMore, top == nil {
            session.notice("These are the last \(records.count) records. More of them: --top N.")
        }
        return .value(.array(records), LogCommand.shape)
    }
}
