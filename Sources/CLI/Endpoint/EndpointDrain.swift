import ArgumentParser
import HubClient
import HubModel

/// `endpoint drain`.
struct EndpointDrain: Verb {
    static let configuration = CommandConfiguration(
        commandName: "drain",
        abstract: "Take no new streams to an endpoint; it keeps those it has until it is retired."
    )

    @OptionGroup var endpoint: EndpointSelection

    @Option(
        help: ArgumentHelp(
            "When it is taken off the allowlist: a time, a day, or a duration from now; after the notice period where "
                + "it is left out.",
            valueName: "when"
        ),
        transform: Moment.parse
    )
    var retires: Moment?

    @OptionGroup var precondition: PreconditionOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let hub = try session.hub(endpoint.hub.name)
        try session.confirm("Drain the endpoint \(endpoint.id) of the hub '\(hub)'? It cannot become active again.")
        let transition = EndpointTransition(retires: retires?.timestamp(session.world))
        let request = try HubRequest.drainEndpoint(hub, id: endpoint.id, transition)
        return .value(try session.json(precondition.applied(to: request)), EndpointCommand.shape)
    }
}
