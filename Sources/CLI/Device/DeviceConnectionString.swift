import ArgumentParser
import HubClient
import HubModel

/// `device connection-string`.
struct DeviceConnectionString: Verb {
    static let configuration = CommandConfiguration(
        commandName: "connection-string",
        abstract: "Print the connection string of a device; it holds the key.",
        discussion: "The bare string, for a script: -o tsv"
    )

    @OptionGroup var device: DeviceSelection
    @OptionGroup var slot: KeySlotOption
    @OptionGroup var sdk: SDKOption
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let request = HubRequest.connectionString(
            try session.hub(device.hub.name),
            of: .device(try device.id()),
            slot.key,
            sdk: sdk.sdk
        )
        let value = try session.json(request)
        sdk.warn(session)
        return .value(value)
    }
}
