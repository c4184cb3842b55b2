import ArgumentParser
import HubClient
import HubModel

/// `hub update`.
struct HubUpdate: Verb {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Change tags, limits or addresses of a hub.",
        discussion: "What is not given stays as it is. 'NAME=' takes a tag away, '--ips none' all addresses."
    )

    @OptionGroup var hub: HubSelection

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Tags to set or take away.", valueName: "name=value"))
    var tags: [String] = []

    @Option(parsing: .upToNextOption, help: ArgumentHelp("All addresses of the main endpoint.", valueName: "address"))
    var ips: [String] = []

    @OptionGroup var limits: LimitOptions
    @OptionGroup var precondition: PreconditionOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let addresses = AddressArguments.list(ips)
        let hasProperties = limits.patch != nil || addresses != nil
        let patch = HubPatch(
            tags: try TagArguments.patch(tags),
            properties: hasProperties ? .init(limits: limits.patch, ips: addresses) : nil
        )
        guard patch != HubPatch() else { throw HubError(.usage, "Nothing to change was given.") }
        let request = try HubRequest.updateHub(session.hub(hub.given), patch)
        return .value(try session.json(precondition.applied(to: request)), HubCommand.shape)
    }
}
