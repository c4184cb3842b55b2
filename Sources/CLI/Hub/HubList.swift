import ArgumentParser
import HubClient
import JMESPath

/// `hub list`.
struct HubList: Verb {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the hubs.")

    @OptionGroup var azure: AzureOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let hubs = try session.list(.listHubs(top: Session.maximumPage))
        guard let group = azure.resourceGroup else { return .value(hubs, HubCommand.shape) }
        let kept = (hubs.elements ?? []).filter {
            $0["resourceGroup"]?.stringValue?.lowercased() == group.lowercased()
        }
        return .value(.array(kept), HubCommand.shape)
    }
}
