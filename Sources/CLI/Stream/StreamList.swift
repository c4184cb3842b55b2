import ArgumentParser
import HubClient
import HubModel
import JMESPath

/// `stream list`.
struct StreamList: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List streams, the last opened first: those that live, and those that have ended."
    )

    @OptionGroup var hub: HubOptions

    @Option(
        help: "Only streams that are requested, delivered, accepted, established or ended.",
        completion: .list(Choice.words(of: StreamState.self)),
        transform: Choice.parse
    )
    var state: StreamState?

    @Option(
        help: ArgumentHelp("Only streams to this device.", valueName: "device"),
        completion: .custom(Completions.devices)
    )
    var device: String?

    @Option(help: ArgumentHelp("So many streams at most; 100 where it is left out.", valueName: "count"))
    var top: Int?

    @OptionGroup(title: "Global options") var global: GlobalOptions

    mutating func validate() throws {
        guard let top, top < 1 else { return }
        throw ValidationError("The value '\(top)' is invalid for '--top <count>': it is from 1.")
    }

    func perform(_ session: Session) throws -> Outcome {
        let filter = StreamFilter(
            state: state,
            device: try device.map { text throws(HubError) in try DeviceID(text, target: "--device") }
        )
        let streams = try session.latest("streams", top: top) { (top) throws(HubError) in
            .listStreams(try session.hub(hub.name), filter, top: top)
        }
        return .value(streams, StreamCommand.shape)
    }
}
