import ArgumentParser
import HubClient
import HubModel

/// `endpoint list`.
struct EndpointListCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the streaming endpoints of a hub; the retired ones with '--state retired'."
    )

    @OptionGroup var hub: HubOptions

    @Option(
        help: "Only endpoints that are upcoming, active, draining or retired.",
        completion: .list(Choice.words(of: EndpointState.self)),
        transform: Choice.parse
    )
    var state: EndpointState?

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let request = HubRequest.listEndpoints(try session.hub(hub.name), state: state, top: Session.maximumPage)
        return .value(try session.list(request), EndpointCommand.shape)
    }
}
