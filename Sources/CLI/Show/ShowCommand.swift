import ArgumentParser
import HubClient
import HubModel
import JMESPath

/// `show`: the streaming endpoints of a hub, as `az iot hub devicestream show` prints them.
struct ShowCommand: Verb {
    /// What `--include` adds.
    enum Inclusion: String, CaseIterable {
        case all
    }

    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the streaming endpoints of a hub.",
        discussion: "Prints what 'az iot hub devicestream show' prints. A hub without streams has an empty list."
    )

    /// What a person who has not read the help types first is told how to write.
    @Argument(help: .hidden)
    var misplacedHub: String?

    @OptionGroup var hub: HubOptions

    @Flag(help: "Host names without scheme and port.")
    var hostsOnly = false

    @Option(
        help: "Adds the main endpoint and the state of each endpoint: all.",
        completion: .list(Choice.words(of: Inclusion.self)),
        transform: Choice.parse
    )
    var include: Inclusion?

    @Flag(help: "End with the status 12 when there is no streaming endpoint.")
    var exitCode = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    private func requireNoMisplacedHub() throws(HubError) {
        guard let misplacedHub else { return }
        let word = VisibleText.show(misplacedHub, limit: 60)
        throw HubError(
            .usage,
            "Unexpected argument '\(word)'.",
            hint: hub.name == nil && HubName.accepts(misplacedHub)
                ? "Name a hub with: devicestream show --name \(word)" : "See: devicestream show --help"
        )
    }

    func perform(_ session: Session) throws -> Outcome {
        try requireNoMisplacedHub()
        let hub = try session.hub(hub.name)
        var value = try session.json(.deviceStreams(hub))
        var shape = TableShape(rowsAt: ["streamingEndpoints"], [.init("StreamingEndpoint")], isForTSV: true)
        let isEmpty = value["streamingEndpoints"]?.elements?.isEmpty ?? true
        if hostsOnly { value = EndpointList.hosts(value) }
        if include == .all {
            let allowlist = try session.json(.allowlist(hub, format: "json"))
            value = EndpointList.adding(allowlist, to: value, hostsOnly: hostsOnly)
            shape = EndpointList.shape
        }
        if isEmpty {
            session.notice(
                "Hub '\(hub)' has no streaming endpoint: its region has no device streams, or none is active."
            )
        }
        return Outcome(output: .value(value, shape), status: isEmpty && exitCode ? .problemsFound : .success)
    }
}
