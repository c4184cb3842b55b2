import ArgumentParser
import HubClient

/// `device show`.
struct DeviceShow: Verb {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a device, without keys.")

    @OptionGroup var device: DeviceSelection
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let request = try HubRequest.showDevice(session.hub(device.hub.name), device.id())
        return .value(try session.json(request), DeviceCommand.shape)
    }
}
