import ArgumentParser
import HubClient
import HubModel

/// `device rotate-key`.
struct DeviceRotateKey: Verb {
    static let configuration = CommandConfiguration(
        commandName: "rotate-key",
        abstract: "Make a new key for a device; the old one stops working at once."
    )

    @OptionGroup var device: DeviceSelection
    @OptionGroup var slot: KeySlotOption
    @OptionGroup var precondition: PreconditionOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let id = try device.id()
        let hub = try session.hub(device.hub.name)
        try session.confirm("Replace the \(slot.key.rawValue) key of the device '\(id)' of the hub '\(hub)'?")
        let request = try HubRequest.rotateKey(hub, of: .device(id), slot.key)
        return .value(try session.json(precondition.applied(to: request)))
    }
}
