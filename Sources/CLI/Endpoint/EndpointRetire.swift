import ArgumentParser
import HubClient
import HubModel

/// `endpoint retire`.
struct EndpointRetire: Verb {
    static let configuration = CommandConfiguration(
        commandName: "retire",
        abstract: "Take a drained endpoint off the allowlist."
    )

    @OptionGroup var endpoint: EndpointSelection

    @Flag(help: "Although it has not been drained, or its date has not come; the server logs it.")
    var force = false

    @OptionGroup var precondition: PreconditionOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let hub = try session.hub(endpoint.hub.name)
        try session.confirm(
            "Retire the endpoint \(endpoint.id) of the hub '\(hub)'? Its streams end and firewalls may close it."
        )
        let transition = EndpointTransition(force: force ? true : nil)
        let request = try HubRequest.retireEndpoint(hub, id: endpoint.id, transition)
        return .value(try session.json(precondition.applied(to: request)), EndpointCommand.shape)
    }
}
