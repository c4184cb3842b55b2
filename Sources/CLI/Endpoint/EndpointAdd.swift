import ArgumentParser
import HubClient
import HubModel

/// `endpoint add`.
struct EndpointAdd: Verb {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Announce a streaming endpoint; it becomes active after the notice period."
    )

    @Argument(help: ArgumentHelp("The region stamp: its part of the host name, such as local-002.", valueName: "stamp"))
    var stamp: String

    @OptionGroup var hub: HubOptions

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Its addresses, for firewalls.", valueName: "address"))
    var ips: [String] = []

    @Option(help: ArgumentHelp("A line for those who read the allowlist.", valueName: "text"))
    var notes: String?

    @Option(
        help: ArgumentHelp("When it becomes active: a time, a day, or a duration from now.", valueName: "when"),
        transform: Moment.parse
    )
    var effective: Moment?

    @Flag(help: "Skip the notice period; the server logs it.")
    var force = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let creation = EndpointCreation(
            stamp: try RegionStamp(stamp, target: "stamp"),
            ips: ips.isEmpty ? nil : ips,
            notes: notes,
            effective: effective?.timestamp(session.world),
            force: force ? true : nil
        )
        let request = try HubRequest.addEndpoint(session.hub(hub.name), creation)
        return .value(try session.json(request), EndpointCommand.shape)
    }
}
