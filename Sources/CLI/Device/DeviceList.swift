import ArgumentParser
import HubClient
import HubModel
import JMESPath

/// `device list`.
struct DeviceList: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List devices, 100 of them unless told otherwise.",
        discussion: "'--all -o jsonl' prints each page as it comes, however many devices there are."
    )

    /// The standard page of the REST API.
    private static let standardTop = 100

    @OptionGroup var hub: HubOptions

    @Flag(help: "All devices, page after page.")
    var all = false

    @Option(
        help: "Only devices that are enabled or disabled.",
        completion: .list(Choice.words(of: DeviceStatus.self)),
        transform: Choice.parse
    )
    var status: DeviceStatus?

    @Option(
        help: "Only devices that are Connected or Disconnected.",
        completion: .list(Choice.words(of: ConnectionState.self)),
        transform: Choice.parse
    )
    var connectionState: ConnectionState?

    @Option(help: ArgumentHelp("Only devices with this tag.", valueName: "name[=value]"))
    var tag: String?

    @Option(help: "Only devices whose id begins so.")
    var prefix: String?

    @Option(help: ArgumentHelp("So many devices at most.", valueName: "count"))
    var top: Int?

    @OptionGroup(title: "Global options") var global: GlobalOptions

    mutating func validate() throws {
        if all, top != nil { throw ValidationError("'--all' and '--top' exclude each other.") }
        guard let top, top < 1 else { return }
        throw ValidationError("The value '\(top)' is invalid for '--top <count>': it is from 1.")
    }

    func perform(_ session: Session) throws -> Outcome {
        let filter = DeviceFilter(
            status: status,
            connectionState: connectionState,
            tag: tag.map(DeviceFilter.Tag.init),
            prefix: prefix
        )
        let limit = all ? nil : top ?? Self.standardTop
        let page = min(limit ?? Session.maximumPage, Session.maximumPage)
        let request = HubRequest.listDevices(try session.hub(hub.name), filter, top: page)
        let progress = session.progress()
        defer { progress.end() }
        // A list of a million devices is never held at once where it can be printed line by line.
        let isStreamed = all && global.output == .jsonl && global.query == nil
        var devices: [JSONValue] = []
        var count = 0
        let hasMore = try session.rows(request, limit: limit) { rows in
            count += rows.count
            progress.update("\(count) devices")
            if isStreamed { try session.write(.array(rows), nil) } else { devices += rows }
        }
        if hasMore, top == nil {
            session.notice("These are the first \(count) devices. All of them: --all. The first so many: --top N.")
        }
        return isStreamed ? .nothing : .value(.array(devices), DeviceCommand.shape)
    }
}
