import HubClient
import HubModel
import JMESPath
import Testing

@testable import CLI

@Suite struct ContextTests {
    private static let token = "dst_very-secret"
    /// Three zero bytes, which is all that the fingerprint needs.
    private static let pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    private static let fingerprint = "sha256:709e80c88487a2411e1ee4dfb9f22a861492d20c4765150c0c794abd70f8147c"

    private let directory: TemporaryDirectory
    private let environment: [String: String]

    init() throws {
        directory = try TemporaryDirectory()
        environment = ["XDG_CONFIG_HOME": directory.path]
        let store = try ContextStore(Environment(isRoot: false) { [environment] in environment[$0] }, .real)
        for name in ["east", "west"] {
            let context = SavedContext(
                server: try ServerURL("https://\(name).example.com"),
                caCertificate: Self.pem,
                token: Secret(text: Self.token),
                hub: "hub"
            )
            try store.save(name, context)
        }
        try store.makeCurrent("east")
    }

    private func run(_ arguments: String...) -> OfflineRun { OfflineRun(arguments, environment: environment) }

    @Test func `a list names the current context and no token`() {
        let run = run("context", "list", "-o", "tsv")
        #expect(run.output == "True\thub\teast\thttps://east.example.com\nFalse\thub\twest\thttps://west.example.com\n")
        #expect(!run.output.contains("secret"))
    }

    @Test func `another context becomes current and takes a hub`() throws {
        let use = run("context", "use", "west", "--hub", "press")
        #expect(use.status == .success)
        let show = run("context", "show")
        let value = try #require(JSONValue.read(Array(show.output.utf8)))
        #expect(value["name"]?.stringValue == "west")
        #expect(value["hub"]?.stringValue == "press")
        #expect(!use.output.contains("secret") && !show.output.contains("secret"))
        // The token is still there: only the hub has changed.
        #expect(try directory.read("devicestream/contexts/west.json").contains(Self.token))
    }

    @Test func `a context is deleted only when somebody says yes`() {
        #expect(run("context", "delete", "east").status == .usage)
        #expect(run("context", "show", "east").status == .success)
        #expect(run("context", "delete", "east", "-y").status == .success)
        #expect(run("context", "show", "east").status == .notFound)
        #expect(run("context", "show").status == .notAuthenticated)
    }

    @Test func `an unknown context is not found and the nearest is named`() {
        let run = run("context", "use", "wst")
        #expect(run.status == .notFound)
        #expect(run.errors.contains("Did you mean 'west'?"))
    }

    @Test func `logout forgets the current login, and says so when there is none`() {
        #expect(run("logout").status == .success)
        #expect(run("context", "show", "east").status == .notFound)
        let again = run("logout")
        #expect(again.status == .success)
        #expect(again.errors.contains("Nobody is signed in"))
    }

    @Test func `the CA of the context is shown with its fingerprint`() {
        #expect(run("ca", "show").output == Self.pem)
        #expect(run("ca", "fingerprint", "-o", "tsv").output == Self.fingerprint + "\n")
    }
}
