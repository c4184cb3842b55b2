import ArgumentParser
import HubClient
import HubModel
import Testing

@testable import CLI

@Suite struct LoginTests {
    private func plan(_ arguments: [String], _ environment: [String: String]) throws -> LoginPlan {
        let environment = Environment(isRoot: false) { environment[$0] }
        let program = Program(environment: environment, console: .process, world: .real)
        let session = try Session(try GlobalOptions.parse(arguments), program)
        return try LoginPlan(session, ContextStore(environment, .real))
    }

    @Test func `a login has the name of its server`() throws {
        #expect(LoginPlan.name(of: try ServerURL("https://hub.example.com")) == "hub.example.com")
        #expect(LoginPlan.name(of: try ServerURL("https://Hub.example.com:8443")) == "hub.example.com-8443")
        let name = LoginPlan.name(of: try ServerURL("https://[::1]:8443"))
        #expect(ContextName.accepts(name), "\(name)")
    }

    @Test func `the token of the environment goes to the server of the environment only`() throws {
        let directory = try TemporaryDirectory()
        let environment = [
            "XDG_CONFIG_HOME": directory.path,
            "DEVICESTREAM_SERVER": "https://a.example.com",
            "DEVICESTREAM_TOKEN": "dst_a",
        ]
        #expect(try plan([], environment).tokenOfEnvironment == "dst_a")
        #expect(try plan(["--server", "https://b.example.com"], environment).tokenOfEnvironment == nil)
    }

    @Test func `who signs in again keeps server, name and CA`() throws {
        let directory = try TemporaryDirectory()
        let variables = ["XDG_CONFIG_HOME": directory.path]
        let store = try ContextStore(Environment(isRoot: false) { variables[$0] }, .real)
        let server = try ServerURL("https://a.example.com")
        try store.save("site", SavedContext(server: server, caCertificate: "/ca.pem", token: nil, hub: "hub"))
        try store.makeCurrent("site")
        let plan = try plan([], variables)
        #expect(plan.name == "site")
        #expect(plan.server == server)
        #expect(plan.known?.caCertificate == "/ca.pem")
    }

    @Test func `a login for another server under an old name takes nothing from the old one`() throws {
        let directory = try TemporaryDirectory()
        let variables = ["XDG_CONFIG_HOME": directory.path]
        let store = try ContextStore(Environment(isRoot: false) { variables[$0] }, .real)
        let server = try ServerURL("https://a.example.com")
        try store.save("site", SavedContext(server: server, caCertificate: "/ca.pem", token: nil, hub: "hub"))
        let plan = try plan(["--context", "site", "--server", "https://b.example.com"], variables)
        #expect(plan.name == "site")
        #expect(plan.known == nil)
    }

    @Test func `without a server anywhere a login says how to name one`() throws {
        let directory = try TemporaryDirectory()
        let run = OfflineRun(["login"], environment: ["XDG_CONFIG_HOME": directory.path], input: "dst_a\n")
        #expect(run.status == .usage)
        #expect(run.errors.contains("devicestream login --server https://"))
    }

    @Test(arguments: ["", "\n\n", "dst_a\ndst_b\n"])
    func `a token is one line`(_ input: String) throws {
        let directory = try TemporaryDirectory()
        let run = OfflineRun(
            ["login", "--server", "https://a.invalid"],
            environment: ["XDG_CONFIG_HOME": directory.path],
            input: input
        )
        #expect(run.status == .usage)
        #expect(!run.errors.contains("dst_"))
    }

    @Test func `a CA file without a certificate is refused before the token is asked for`() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.file("ca.pem", "no certificate")
        let run = OfflineRun(
            ["login", "--server", "https://a.invalid", "--cacert", file],
            environment: ["XDG_CONFIG_HOME": directory.path],
            input: "dst_a\n"
        )
        #expect(run.status == .usage)
        #expect(run.errors.contains("holds no certificate"))
    }

    @Test func `certificates are found behind the words of a bundle`() {
        let pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
        #expect(CertificateText.certificates(in: "# Some CA\r\n" + pem + "\n\n") == pem)
        #expect(CertificateText.certificates(in: "-----BEGIN PRIVATE KEY-----\nAAAA\n") == nil)
    }
}
