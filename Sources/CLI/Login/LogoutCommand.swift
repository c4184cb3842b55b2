import ArgumentParser
import HubModel

/// `logout`: forgets a login.
struct LogoutCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "logout",
        abstract: "Forget the current login, or that of '--context'.",
        discussion: "The token stays valid; end it with: devicestream token revoke ID"
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let store = try ContextStore(session.environment, session.world)
        guard let name = try global.context ?? session.environment["DEVICESTREAM_CONTEXT"] ?? store.currentName() else {
            session.notice("Nobody is signed in.")
            return .nothing
        }
        guard try store.remove(name) else {
            throw HubError(
                .resourceNotFound,
                "There is no context '\(VisibleText.show(name, limit: 100))'.",
                hint: "List them with: devicestream context list"
            )
        }
        session.info("context '\(name)' removed; its token stays valid until it is revoked")
        return .nothing
    }
}
