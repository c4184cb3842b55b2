import ArgumentParser
import HubModel

/// `context use`.
struct ContextUse: Verb {
    static let configuration = CommandConfiguration(
        commandName: "use",
        abstract: "Make a saved login the current one, and choose the hub of commands that name none."
    )

    @Argument(help: "The login's name.", completion: .custom(Completions.contexts))
    var name: String

    @Option(
        name: [.customLong("hub")],
        help: ArgumentHelp("The hub of commands that name none.", valueName: "hub"),
        completion: .custom(Completions.hubs)
    )
    var hub: String?

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let store = try ContextStore(session.environment, session.world)
        var context = try store.load(name)
        if let hub {
            context.hub = try HubName(hub, target: "--hub").text
            try store.save(name, context)
        }
        try store.makeCurrent(name)
        return .value(context.summary(name: name, isCurrent: true), ContextCommand.shape)
    }
}
