import ArgumentParser
import HubModel
import JMESPath

/// `token sas`.
struct TokenSAS: Verb {
    static let configuration = CommandConfiguration(
        commandName: "sas",
        abstract: "Make a SAS token for a hub or a device from its key.",
        discussion: """
            The key comes from a connection string (--connection-string-file, DEVICESTREAM_CONNECTION_STRING or \
            standard input), from --key-file with --resource, or from the server with --policy or --device. Only the \
            last asks the server. The bare token, for a script: -o tsv
            """
    )

    @OptionGroup var source: SASKeySource

    @Option(
        name: [.customLong("expires"), .customLong("expires-in")],
        help: ArgumentHelp("How long it is good: a duration from now, a time, or a day.", valueName: "when"),
        transform: Moment.parse
    )
    var expires = Moment.after(.seconds(3600))

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let expiry = expires.timestamp(session.world)
        guard expiry > session.world.now else {
            throw HubError(.usage, "The token would have expired at \(expiry) already.", target: "--expires")
        }
        let key = try source.key(session)
        let token = SharedAccessSignature.make(
            resource: key.resource,
            key: key.secret,
            policy: key.policy,
            expires: expiry
        )
        return .value(.make([("sas", .string(token.text))]))
    }
}
