import ArgumentParser
import HubClient

/// `stream show`.
struct StreamShow: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a stream: its state, bytes, and why it ended."
    )

    @OptionGroup var stream: StreamSelection
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let id = try stream.checkedID()
        return .value(try session.json(.getStream(session.hub(stream.hub.name), id)), StreamCommand.shape)
    }
}
