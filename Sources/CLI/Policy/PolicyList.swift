import ArgumentParser
import HubClient

/// `policy list`.
struct PolicyList: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the shared access policies of a hub, without keys."
    )

    @OptionGroup var hub: HubOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let hub = try session.hub(hub.name)
        return .value(try session.list(.listPolicies(hub, top: Session.maximumPage)), PolicyCommand.shape)
    }
}
