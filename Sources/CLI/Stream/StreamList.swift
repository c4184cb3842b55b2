import ArgumentParser
import HubClient
import HubModel
import JMESPath

/// `stream list`.
struct StreamList: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List streams, the last opened first: those that live, and those that have ended."
    )

    /// What has ended is kept for long: the first page of the REST API, unless more is asked for.
    private static let standardTop = 100

    @OptionGroup var hub: HubOptions

    @Option(
        help: "Only streams that are requested, delivered, accepted, established or ended.",
        completion: .list(Choice.words(of: StreamState.self)),
        transform: Choice.parse
    )
    var state: StreamState?

    @Option(
        help: ArgumentHelp("Only streams to this device.", valueName: "device"),
        completion: .custom(Completions.devices)
    )
    var device: String?

    @Option(help: ArgumentHelp("So many streams at most; 100 where it is left out.", valueName: "count"))
    var top: Int?

    @OptionGroup(title: "Global options") var global: GlobalOptions

    mutating func validate() throws {
        guard let top, top < 1 else { return }
        throw ValidationError("The value '\(top)' is invalid for '--top <count>': it is from 1.")
    }

    func perform(_ session: Session) throws -> Outcome {
        let filter = StreamFilter(
            state: state,
            device: try device.map { text throws(HubError) in try DeviceID(text, target: "--device") }
        )
        let limit = top ?? Self.standardTop
        let request = HubRequest.listStreams(
            try session.hub(hub.name),
            filter,
            top: min(limit, Session.maximumPage)
        )
        let progress = session.progress()
        defer { progress.end() }
        var streams: [JSONValue] = []
        let hasMore = try session.rows(request, limit: limit) { rows in
            streams += rows
            progress.update("\(streams.count) streams")
        }
        if hasMore, top == nil {
            session.notice("These are the last \(streams.count) streams. More of them: --top N.")
        }
        return .value(.array(streams), StreamCommand.shape)
    }
}
