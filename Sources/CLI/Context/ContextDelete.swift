import ArgumentParser
import HubModel

/// `context delete`.
struct ContextDelete: Verb {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Forget a saved login; its token stays valid until it is revoked."
    )

    @Argument(help: "The login's name.", completion: .custom(Completions.contexts))
    var name: String

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let store = try ContextStore(session.environment, session.world)
        try ContextName.check(name)
        guard store.names.contains(name) else {
            let nearest = Suggestion.nearest(to: name, among: store.names)
            throw HubError(
                .resourceNotFound,
                "There is no context '\(name)'.",
                hint: nearest.map { "Did you mean '\($0)'?" } ?? "List them with: devicestream context list"
            )
        }
        try session.confirm("Forget the login '\(name)'? Its token cannot be shown again.")
        _ = try store.remove(name)
        return .nothing
    }
}
