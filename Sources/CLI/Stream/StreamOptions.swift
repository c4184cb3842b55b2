import ArgumentParser
import HubModel

/// What a stream is asked for with whose two connections somebody else makes.
struct StreamOptions: ParsableArguments {
    @OptionGroup var request: StreamRequestOptions

    @Option(help: "What the agent is asked for: a service that it names, a port, or host:port.")
    var service: String?

    @Option(help: ArgumentHelp("A GUID of your own: the same request may then be repeated.", valueName: "id"))
    var streamId: String?

    @Option(
        help: ArgumentHelp("How long both sides may take to connect; 60s at most.", valueName: "duration"),
        transform: StreamRequestOptions.seconds(upTo: StreamCreation.maximumTimeout)
    )
    var connectTimeout: Double?

    @Option(
        help: ArgumentHelp("How long the device may take to answer; 60s at most.", valueName: "duration"),
        transform: StreamRequestOptions.seconds(upTo: StreamCreation.maximumTimeout)
    )
    var responseTimeout: Double?

    /// The body of the request.
    func creation() throws(HubError) -> StreamCreation {
        StreamCreation(
            streamName: try StreamRequestOptions.checked(request.streamName, "--stream-name"),
            streamId: try StreamRequestOptions.checked(streamId?.lowercased(), "--stream-id"),
            moduleId: try StreamRequestOptions.checked(request.module, "--module"),
            service: try StreamRequestOptions.checked(service, "--service"),
            anyService: request.anyService ? true : nil,
            reason: try StreamReason.checked(request.reason),
            waitOnlineSeconds: request.waitOnline,
            connectTimeoutSeconds: connectTimeout,
            responseTimeoutSeconds: responseTimeout
        )
    }
}
