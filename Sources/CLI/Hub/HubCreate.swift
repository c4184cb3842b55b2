import ArgumentParser
import HubClient
import HubModel

/// `hub create`.
struct HubCreate: Verb {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Create a hub.")

    @OptionGroup var hub: HubSelection

    @Option(name: [.customShort("l"), .long], help: "A region of the server; its first one where it is left out.")
    var location: String?

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Tags.", valueName: "name=value"))
    var tags: [String] = []

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Addresses of the main endpoint.", valueName: "address"))
    var ips: [String] = []

    @OptionGroup var limits: LimitOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let hasProperties = limits.patch != nil || !ips.isEmpty
        let creation = HubCreation(
            name: try hub.required(),
            location: location,
            resourceGroup: hub.options.azure.resourceGroup,
            tags: try TagArguments.tags(tags),
            properties: hasProperties ? .init(limits: limits.patch, ips: ips.isEmpty ? nil : ips) : nil
        )
        return .value(try session.json(.createHub(creation)), HubCommand.shape)
    }
}
