import ArgumentParser
import HubClient
import HubModel

/// `device update`.
struct DeviceUpdate: Verb {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Change status, tags or authentication of a device.",
        discussion: "What is not given stays as it is. 'NAME=' takes a tag away, '--status-reason \"\"' the reason."
    )

    @OptionGroup var device: DeviceSelection

    @Option(
        help: "enabled or disabled.",
        completion: .list(Choice.words(of: DeviceStatus.self)),
        transform: Choice.parse
    )
    var status: DeviceStatus?

    @Option(help: ArgumentHelp("Why it has this status.", valueName: "text"))
    var statusReason: String?

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Tags to set or take away.", valueName: "name=value"))
    var tags: [String] = []

    @OptionGroup var authentication: AuthenticationOptions
    @OptionGroup var precondition: PreconditionOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        var reason = PatchField<String>.unchanged
        if let statusReason { reason = statusReason.isEmpty ? .removed : .set(statusReason) }
        let patch = DevicePatch(
            status: status,
            statusReason: reason,
            authentication: try authentication.request(session),
            tags: try TagArguments.patch(tags)
        )
        guard patch != DevicePatch() else { throw HubError(.usage, "Nothing to change was given.") }
        let request = try HubRequest.updateDevice(session.hub(device.hub.name), device.id(), patch)
        return .value(try session.json(precondition.applied(to: request)), DeviceCommand.shape)
    }
}
