import ArgumentParser
import HubClient
import HubModel
import JMESPath

/// `login`: checks a token and keeps it with its server.
struct LoginCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "login",
        abstract: "Sign in to a server with an API token.",
        discussion: """
            The token comes from --token-file, DEVICESTREAM_TOKEN or standard input; a terminal asks for it without \
            echo. It is kept in a file that only you can read. '--context NAME' names the login; without it, it has \
            the name of the server.
            """
    )

    @Option(
        help: ArgumentHelp("The file that holds the token; '-' is standard input.", valueName: "file"),
        completion: .file()
    )
    var tokenFile: String?

    @Option(
        help: ArgumentHelp(
            "Trust the server's own CA if it has this fingerprint; 'devicestream ca fingerprint' prints it there.",
            valueName: "sha256:hex"
        )
    )
    var caFingerprint: String?

    @OptionGroup var hub: HubOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    mutating func validate() throws {
        if caFingerprint != nil, global.cacert != nil {
            throw ValidationError("'--ca-fingerprint' and '--cacert' exclude each other.")
        }
    }

    func perform(_ session: Session) throws -> Outcome {
        let store = try ContextStore(session.environment, session.world)
        let plan = try LoginPlan(session, store)
        let hub = try hub.name.map { (name) throws(HubError) in try HubName(name, target: "--name").text }
        let ca = try LoginTrust(caFingerprint, plan, session)
        let token = try CredentialInput.read(
            file: tokenFile,
            variable: plan.tokenOfEnvironment,
            noun: "API token for \(plan.server)",
            option: "--token-file",
            session
        )
        let client = try session.client(session.settings(server: plan.server, token: token, trust: ca.trust))
        let own = try session.read(client.send(.ownToken))
        let context = SavedContext(
            server: plan.server,
            caCertificate: ca.certificate,
            token: token,
            hub: hub ?? plan.known?.hub ?? onlyHub(own, client, session)
        )
        try store.save(plan.name, context)
        try store.makeCurrent(plan.name)
        return .value(Self.summary(plan.name, context, own), Self.shape)
    }

    private static let shape = TableShape([
        .init("Context", "context"), .init("Server", "server"), .init("Hub", "hub"), .init("Role", "role"),
        .init("Rights", "rights"), .init("Hubs", "hubs"), .init("TokenName", "tokenName"),
        .init("TokenId", "tokenId"), .init("ExpiresAt", "expiresAt"),
    ])

    /// The hub of commands that name none: the only one that the token reaches.
    private func onlyHub(_ own: JSONValue, _ client: ManagementClient, _ session: Session) -> String? {
        if let hubs = own["hubs"]?.elements { return hubs.count == 1 ? hubs[0].stringValue : nil }
        // A token that may not list hubs has no standard hub; the login stands without it.
        guard let page = try? session.read(client.send(.listHubs(top: 2))), let hubs = page["value"]?.elements,
            hubs.count == 1
        else { return nil }
        return hubs[0]["name"]?.stringValue
    }

    private static func summary(_ name: String, _ context: SavedContext, _ own: JSONValue) -> JSONValue {
        .make([
            ("context", .string(name)),
            ("expiresAt", own["expiresAt"] ?? .null),
            ("hub", context.hub.map { .string($0) } ?? .null),
            ("hubs", own["hubs"] ?? .null),
            ("rights", own["rights"] ?? .null),
            ("role", own["role"] ?? .null),
            ("server", .string(context.server.description)),
            ("tokenId", own["id"] ?? .null),
            ("tokenName", own["name"] ?? .null),
        ])
    }
}
