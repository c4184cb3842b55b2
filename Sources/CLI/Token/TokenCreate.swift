import ArgumentParser
import HubClient
import HubModel

/// `token create`.
struct TokenCreate: Verb {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Create an API token, or a client for az; its secret is shown once.",
        discussion: """
            Roles: endpoints.read (device streams and allowlist, for firewalls that poll), reader, operator (devices, \
            streams, logs), owner. Reading keys is a right of its own, which only an owner has by default.
            The bare token, for a script: --query token -o tsv
            With --client it is an id and a secret (clientSecret), with which az and Azure's SDKs sign in; these take \
            nothing else, and it is good for nothing else.
            """
    )

    @Argument(help: ArgumentHelp("What it is for, in your words.", valueName: "name"))
    var name: String

    @Flag(help: "Make a client, for az login --service-principal and Azure's SDKs.")
    var client = false

    @Option(
        help: "endpoints.read, reader, operator or owner.",
        completion: .list(Choice.words(of: Role.self)),
        transform: Choice.parse
    )
    var role: Role

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Only these hubs; all that you may see where it is left out.", valueName: "hub"),
        completion: .custom(Completions.hubs)
    )
    var hubs: [String] = []

    @Option(
        help: ArgumentHelp("keys, or none; those of the role where it is left out.", valueName: "right"),
        completion: .list(Choice.words(of: TokenRight.self) + ["none"]),
        transform: Self.right
    )
    var rights: [TokenRight]?

    @Option(
        help: ArgumentHelp(
            "When it expires: a time, a day, or a duration from now; as your own where it is left out.",
            valueName: "when"
        ),
        transform: Moment.parse
    )
    var expires: Moment?

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        var names: [HubName] = []
        for hub in hubs { names.append(try HubName(hub, target: "--hubs")) }
        let creation = TokenCreation(
            name: name,
            kind: client ? .client : nil,
            role: role,
            rights: rights,
            hubs: names.isEmpty ? nil : names,
            expiresAt: expires?.timestamp(session.world)
        )
        let value = try session.json(.createToken(creation))
        let noun = client ? "client's secret" : "token"
        session.notice("The \(noun) is shown only now; keep it in a file that only you can read.")
        return .value(value, client ? TokenCommand.shapeWithSecret : TokenCommand.shapeWithToken)
    }

    @Sendable private static func right(_ text: String) throws -> [TokenRight] {
        text.lowercased() == "none" ? [] : [try Choice.parse(text)]
    }
}
