import ArgumentParser
import HubClient
import HubModel
import JMESPath

/// `log show`.
struct LogShow: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the whole story of a request: all records with its tracking id, the oldest first.",
        discussion: "A number shows the one record with this place in the log."
    )

    @OptionGroup var hub: HubOptions

    @Argument(help: ArgumentHelp("The tracking id, or the number of a record.", valueName: "tracking-id"))
    var id: String

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let hub = try session.hub(hub.name)
        if let sequence = Int64(id) { return .value(try session.json(.getLog(hub, sequence)), LogCommand.shape) }
        guard !id.isEmpty else { throw HubError(.usage, "The tracking id is empty.", target: "tracking-id") }
        var filter = LogFilter()
        filter.trackingID = id
        guard let records = try session.list(.listLogs(hub, filter, top: Session.maximumPage)).elements,
            !records.isEmpty
        else {
            throw HubError(
                .resourceNotFound,
                "The log of the hub '\(hub)' has no record of '\(VisibleText.show(id, limit: 100))'.",
                target: "tracking-id",
                hint: "Look for it with: devicestream log list --name \(hub) --output table"
            )
        }
        return .value(.array(records.reversed()), LogCommand.shape)
    }
}
