import ArgumentParser
import HubClient
import HubModel

/// `token revoke`.
struct TokenRevoke: Verb {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "End an API token or client at once."
    )

    @Argument(help: ArgumentHelp("The token's id, as 'token list' shows it; not the token.", valueName: "id"))
    var id: String

    @OptionGroup var precondition: PreconditionOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        // A token on the command line is in the shell's history: it must not reach a log of ours, too.
        guard !id.hasPrefix("dst_"), !id.hasPrefix("dsc_") else {
            throw HubError(
                .usage,
                "That is a token or secret, not its id.",
                target: "id",
                hint: "Find the id with: devicestream token list"
            )
        }
        let id = try TokenID(id, target: "id")
        try session.confirm("Revoke the API token or client '\(id)'? Whoever uses it is locked out for good.")
        try session.send(precondition.applied(to: .revokeToken(id)))
        return .nothing
    }
}
