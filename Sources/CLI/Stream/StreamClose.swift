import ArgumentParser
import HubClient
import HubModel

/// `stream close`.
struct StreamClose: Verb {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Close a stream; both sides are cut off."
    )

    @OptionGroup var stream: StreamSelection

    @Option(help: ArgumentHelp("Why, for the record of the stream.", valueName: "text"))
    var reason: String?

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let id = try stream.checkedID()
        let closing = StreamClosing(reason: try StreamReason.checked(reason))
        let hub = try session.hub(stream.hub.name)
        try session.confirm("Close the stream '\(id)' of the hub '\(hub)'? Whoever works through it is cut off.")
        let request = try HubRequest.closeStream(hub, id, closing)
        return .value(try session.json(request), StreamCommand.shape)
    }
}
