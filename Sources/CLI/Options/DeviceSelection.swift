import ArgumentParser
import HubModel

/// Which device a command is about: `DEVICE`, or `--device-id DEVICE` as `az` has it.
struct DeviceSelection: ParsableArguments {
    @Argument(help: "The device's id.", completion: .custom(Completions.devices))
    var device: String?

    @Option(
        name: [.customShort("d"), .long],
        help: ArgumentHelp("The device's id, as az spells it.", visibility: .hidden),
        completion: .custom(Completions.devices)
    )
    var deviceId: String?

    @OptionGroup var hub: HubOptions

    mutating func validate() throws {
        guard (device == nil) != (deviceId == nil) else {
            throw ValidationError(
                device == nil ? "Missing expected argument '<device>'" : "The device is given twice."
            )
        }
    }

    /// The id, checked.
    func id() throws(HubError) -> DeviceID { try DeviceID(device ?? deviceId ?? "", target: "device") }
}
