import ArgumentParser
import HubModel

/// What a stream is asked for with.
struct StreamOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The stream's name; 'session' where it is left out.", valueName: "name"))
    var streamName: String?

    @Option(help: ArgumentHelp("The module of the device.", valueName: "module"))
    var module: String?

    @Option(help: "What the agent is asked for: a service that it names, a port, or host:port.")
    var service: String?

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

    @Option(help: ArgumentHelp("A GUID of your own: the same request may then be repeated.", valueName: "id"))
    var streamId: String?

    @Option(
        help: ArgumentHelp("How long both sides may take to connect; 60s at most.", valueName: "duration"),
        transform: Self.seconds(upTo: StreamCreation.maximumTimeout)
    )
    var connectTimeout: Double?

    @Option(
        help: ArgumentHelp("How long the device may take to answer; 60s at most.", valueName: "duration"),
        transform: Self.seconds(upTo: StreamCreation.maximumTimeout)
    )
    var responseTimeout: Double?

    /// The body of the request.
    func creation() throws(HubError) -> StreamCreation {
        StreamCreation(
            streamName: try checked(streamName, "--stream-name"),
            streamId: try checked(streamId?.lowercased(), "--stream-id"),
            moduleId: try checked(module, "--module"),
            service: try checked(service, "--service"),
            anyService: anyService ? true : nil,
            reason: try StreamReason.checked(reason),
            waitOnlineSeconds: waitOnline,
            connectTimeoutSeconds: connectTimeout,
            responseTimeoutSeconds: responseTimeout
        )
    }

    private func checked<ID: Identifier>(_ text: String?, _ option: String) throws(HubError) -> ID? {
        guard let text else { return nil }
        return try ID(text, target: option)
    }

    private static func seconds(upTo maximum: Double) -> @Sendable (String) throws -> Double {
        { text in
            let seconds = try DurationText.parse(text) / .seconds(1)
            guard seconds <= maximum else {
                throw Choice.Failure(description: "it is at most \(Int(maximum))s.")
            }
            return seconds
        }
    }
}
