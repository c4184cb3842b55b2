import ArgumentParser
import HubClient

/// `policy show`.
struct PolicyShow: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a shared access policy, without keys."
    )

    @OptionGroup var policy: PolicySelection
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let request = try HubRequest.showPolicy(session.hub(policy.hub.name), policy.name())
        return .value(try session.json(request), PolicyCommand.shape)
    }
}
