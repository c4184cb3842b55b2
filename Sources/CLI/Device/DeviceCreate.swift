import ArgumentParser
import HubClient
import HubModel

/// `device create`.
struct DeviceCreate: Verb {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Register a device.",
        discussion: "Its keys are made by the server; print them with: devicestream device connection-string DEVICE"
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

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Tags.", valueName: "name=value"))
    var tags: [String] = []

    @OptionGroup var authentication: AuthenticationOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let creation = DeviceCreation(
            deviceId: try device.id(),
            status: status,
            statusReason: statusReason,
            authentication: try authentication.request(session),
            tags: try TagArguments.tags(tags)
        )
        let request = try HubRequest.createDevice(session.hub(device.hub.name), creation)
        return .value(try session.json(request), DeviceCommand.shape)
    }
}
