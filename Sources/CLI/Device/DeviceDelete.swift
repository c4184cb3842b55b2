import ArgumentParser
import HubClient
import HubModel

/// `device delete`.
struct DeviceDelete: Verb {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete a device with its keys."
    )

    @OptionGroup var device: DeviceSelection
    @OptionGroup var precondition: PreconditionOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let id = try device.id()
        let hub = try session.hub(device.hub.name)
        try session.confirm("Delete the device '\(id)' of the hub '\(hub)'?")
        try session.send(precondition.applied(to: .deleteDevice(hub, id)))
        return .nothing
    }
}
