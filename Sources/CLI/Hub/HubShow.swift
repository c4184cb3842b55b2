import ArgumentParser
import HubClient

/// `hub show`.
struct HubShow: Verb {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a hub with its limits.")

    @OptionGroup var hub: HubSelection
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        .value(try session.json(.showHub(session.hub(hub.given))), HubCommand.shape)
    }
}
