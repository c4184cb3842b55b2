import ArgumentParser
import HubModel

/// `stream connect`.
struct StreamConnect: TunnelVerb {
    static let configuration = CommandConfiguration(
        commandName: "connect",
        abstract: "Connect standard input and output with a service beside a device.",
        discussion: """
            Made for ProxyCommand of ssh, and for pipes. The end of standard input is passed on; the command ends when \
            both directions have. Without TARGET the agent takes its default service.
            """
    )

    @Argument(help: "The device's id.", completion: .custom(Completions.devices))
    var device: String?

    @Argument(help: "What the agent is asked for: a service that it names, a port, or host:port.")
    var target: String?

    @Option(
        name: [.customShort("d"), .long],
        help: ArgumentHelp("The device's id, as az spells it.", visibility: .hidden),
        completion: .custom(Completions.devices)
    )
    var deviceId: String?

    @Option(
        help: ArgumentHelp("The device and its hub, as 'devicestream ssh' names them.", valueName: "device.hub.ds")
    )
    var alias: String?

    @OptionGroup var hub: HubOptions
    @OptionGroup var request: StreamRequestOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func plan() throws -> TunnelPlan {
        let named = try alias.map { (text) throws(HubError) in try HostAlias(text, target: "--alias") }
        let words = [device, target].compactMap(\.self)
        let isDeviceNamed = named != nil || deviceId != nil
        guard words.count <= (isDeviceNamed ? 1 : 2), deviceId == nil || named == nil else {
            throw HubError(.usage, "The device is given twice.")
        }
        guard let id = deviceId ?? named?.device.text ?? words.first else {
            throw HubError(.usage, "Missing expected argument '<device>'.")
        }
        return .streamConnect(
            StreamConnectPlan(
                wish: try request.wish(DeviceID(id, target: "device"), hub: hub.name ?? named?.hub.text),
                target: try StreamRequestOptions.checked(isDeviceNamed ? words.first : target, "target")
            )
        )
    }
}
