import ArgumentParser
import HubClient

/// `token list`.
struct TokenList: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the API tokens and clients of the server; tokens and secrets are never shown."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        .value(try session.list(.listTokens(top: Session.maximumPage)), TokenCommand.shape)
    }
}
