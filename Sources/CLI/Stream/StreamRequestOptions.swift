import ArgumentParser
import HubModel

/// What every stream is asked for with.
struct StreamRequestOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The stream's name; 'session' where it is left out.", valueName: "name"))
    var streamName: String?

    @Option(help: ArgumentHelp("The module of the device.", valueName: "module"))
    var module: String?

    @Flag(help: "Whichever service the device offers: its acceptance need not name one.")
    var anyService = false

    @Option(help: ArgumentHelp("Why, for the device and the record.", valueName: "text"))
    var reason: String?

    @Option(
        help: ArgumentHelp(
            "How long to wait for a device that is not connected, such as 10m; 60m at most.",
            valueName: "duration"
        ),
        transform: Self.seconds(upTo: StreamCreation.maximumWait)
    )
    var waitOnline: Double?

    /// The same, checked, for streams that a command opens itself.
    func wish(_ device: DeviceSelection) throws(HubError) -> StreamWish {
        try wish(device.id(), hub: device.hub.name)
    }

    /// The same for a device and a hub, where one is named.
    func wish(_ device: DeviceID, hub: String?) throws(HubError) -> StreamWish {
        StreamWish(
            device: device,
            hub: hub,
            name: try Self.checked(streamName, "--stream-name"),
            module: try Self.checked(module, "--module"),
            reason: try StreamReason.checked(reason),
            waitOnline: .milliseconds(Int64((waitOnline ?? 0) * 1000)),
            acceptsAnyService: anyService
        )
    }

    static func checked<ID: Identifier>(_ text: String?, _ option: String) throws(HubError) -> ID? {
        guard let text else { return nil }
        return try ID(text, target: option)
    }

    static func seconds(upTo maximum: Double) -> @Sendable (String) throws -> Double {
        { text in
            let seconds = try DurationText.parse(text) / .seconds(1)
            guard seconds <= maximum else {
                throw Choice.Failure(description: "it is at most \(Int(maximum))s.")
            }
            return seconds
        }
    }
}
