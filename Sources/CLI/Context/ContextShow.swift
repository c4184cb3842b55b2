import ArgumentParser
import HubModel

/// `context show`.
struct ContextShow: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a saved login, or the one that commands use; without its token."
    )

    @Argument(help: "The login's name.", completion: .custom(Completions.contexts))
    var name: String?

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        if let name {
            let store = try ContextStore(session.environment, session.world)
            let context = try store.load(name)
            let isCurrent = try store.currentName() == name
            return .value(context.summary(name: name, isCurrent: isCurrent), ContextCommand.shape)
        }
        let selection = try ContextSelection(global, session.environment, session.world)
        guard let context = selection.context else {
            throw HubError(
                .noCredential,
                "Nobody is signed in, and no server keeps its state here.",
                hint: "Sign in with: devicestream login --server URL"
            )
        }
        session.info("from \(selection.origin)")
        return .value(context.summary(name: selection.name, isCurrent: true), ContextCommand.shape)
    }
}
