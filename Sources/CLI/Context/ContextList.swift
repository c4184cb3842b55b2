import ArgumentParser
import HubModel
import JMESPath

/// `context list`.
struct ContextList: Verb {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the saved logins.")

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let store = try ContextStore(session.environment, session.world)
        let current = try store.currentName()
        var rows: [JSONValue] = []
        for name in store.names where ContextName.accepts(name) {
            do throws(HubError) {
                rows.append(try store.load(name).summary(name: name, isCurrent: name == current))
            } catch {
                // One broken file must not hide the others.
                session.notice(error.message)
            }
        }
        return .value(.array(rows), ContextCommand.shape)
    }
}
