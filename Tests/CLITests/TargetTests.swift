import ArgumentParser
import HubClient
import HubModel
import Testing

@testable import CLI

/// Which server gets which credential.
struct TargetTests {
    private let directory: TemporaryDirectory
    private let variables: [String: String]

    init() throws {
        directory = try TemporaryDirectory()
        variables = ["XDG_CONFIG_HOME": directory.path, "XDG_STATE_HOME": directory.path + "/state"]
        let store = try ContextStore(Environment(isRoot: true) { [variables] in variables[$0] }, .real)
        let ours = SavedContext(
            server: try ServerURL("https://a.example.com"),
            caCertificate: "/a.pem",
            token: Secret(text: "dst_a"),
            hub: "hub-a"
        )
        try store.save("a", ours)
        let theirs = SavedContext(server: try ServerURL("b.example.com"), caCertificate: nil, token: nil, hub: nil)
        try store.save("b", theirs)
        try store.makeCurrent("a")
    }

    private func target(_ arguments: [String] = [], _ more: [String: String] = [:]) throws -> Target {
        let all = variables.merging(more) { $1 }
        return try Target(GlobalOptions.parse(arguments), Environment(isRoot: true) { all[$0] }, .real)
    }

    @Test func `the current context gives everything`() throws {
        let target = try target()
        #expect(target.server.description == "https://a.example.com")
        #expect(target.token == Secret(text: "dst_a"))
        #expect(target.trust == .file("/a.pem"))
        #expect(target.hub == "hub-a")
        #expect(target.origin == "context 'a'")
    }

    @Test(arguments: ["https://c.example.com", "https://a.example.com:8443", "https://a.example.com.evil.example"])
    func `another server gets neither token nor CA nor hub`(_ server: String) throws {
        for target in [try target(["--server", server]), try target([], ["DEVICESTREAM_SERVER": server])] {
            #expect(target.token == nil)
            #expect(target.trust == .system)
            #expect(target.hub == nil)
        }
    }

    @Test func `the same server in another spelling gets its token`() throws {
        #expect(try target(["--server", "HTTPS://A.example.com:443/"]).token == Secret(text: "dst_a"))
    }

    @Test func `the token of the environment goes to the server of the environment only`() throws {
        let environment = ["DEVICESTREAM_SERVER": "https://c.example.com", "DEVICESTREAM_TOKEN": "dst_c"]
        #expect(try target([], environment).token == Secret(text: "dst_c"))
        #expect(try target(["--server", "https://d.example.com"], environment).token == nil)
        #expect(try target(["--server", "https://a.example.com"], environment).token == Secret(text: "dst_a"))
    }

    @Test func `the command line goes before the environment`() throws {
        let environment = [
            "DEVICESTREAM_SERVER": "https://c.example.com", "DEVICESTREAM_TOKEN": "dst_c", "DEVICESTREAM_HUB": "hub-c",
            "DEVICESTREAM_CONTEXT": "b",
        ]
        let target = try target(["--context", "a"], environment)
        #expect(target.server.description == "https://a.example.com")
        #expect(target.token == Secret(text: "dst_a"))
        #expect(target.hub == "hub-a")
        #expect(try self.target([], ["DEVICESTREAM_CONTEXT": "b"]).server.description == "https://b.example.com")
    }

    @Test func `trust is what the user says, then the context, then the machine`() throws {
        #expect(try target(["--cacert", "/x.pem"]).trust == .file("/x.pem"))
        #expect(try target([], ["SSL_CERT_FILE": "/s.pem"]).trust == .file("/a.pem"))
        #expect(try target(["--context", "b"], ["SSL_CERT_FILE": "/s.pem"]).trust == .file("/s.pem"))
        #expect(try target(["--context", "b"], ["SSL_CERT_DIR": "/s"]).trust == .directory("/s"))
    }

    @Test func `a context that is missing is named, with the nearest`() throws {
        let error = try #require(throws: HubError.self) { try target(["--context", "aa"]) }
        #expect(error.code == .resourceNotFound)
        #expect(error.hint == "Did you mean 'a'?")
    }

    @Test func `without any context the way to one is shown`() throws {
        let nowhere = directory.path + "/nowhere"
        let more = ["XDG_CONFIG_HOME": nowhere, "DEVICESTREAM_STATE_DIR": nowhere]
        let error = try #require(throws: HubError.self) { try target([], more) }
        #expect(error.code == .noCredential)
        #expect(error.hint?.contains("devicestream login --server URL") == true)
        #expect(try target(["--server", "c.example.com"], more).token == nil)
    }
}
