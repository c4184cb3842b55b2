import HubModel
import Testing

@testable import HubClient

struct ManagementClientTests {
    private func client(port: Int, host: String = "127.0.0.1", retries: Int = 0) throws -> ManagementClient {
        var settings = ClientSettings(server: try ServerURL("https://\(host):\(port)"))
        settings.timeout = .milliseconds(300)
        settings.retries = retries
        settings.proxy = ""
        settings.token = Secret(text: "dst_secret")
        return try ManagementClient(settings, world: .real)
    }

    private func closedPort() throws -> Int {
        let peer = try SilentPeer()
        return peer.port
    }

    @Test(arguments: ["127.0.0.1", "hub.devicestream.localhost"])
    func `a closed port is unreachable, with a word about the server's program`(_ host: String) throws {
        let client = try client(port: try closedPort(), host: host)
        let failure = try #require(throws: RequestFailure.self) { try client.send(.ownToken) }
        #expect(failure.error.code == .serverUnreachable)
        #expect(failure.error.message.hasSuffix("Connection refused."))
        #expect(failure.error.hint == "Start the server with: devicestreamd")
    }

    @Test func `a connection that fails is tried again, and each attempt is noted`() throws {
        let client = try client(port: try closedPort(), retries: 1)
        var notes: [String] = []
        client.note = { notes.append($0) }
        #expect(throws: RequestFailure.self) { try client.send(.ownToken) }
        #expect(notes.count == 3)
        #expect(notes.filter { $0.contains("no answer") }.count == 2)
        notes = []
        #expect(throws: RequestFailure.self) { try client.send(HubRequest(.post, target: "/v1/hubs")) }
        #expect(notes.count == 1)
    }

    @Test func `a server that says nothing has timed out`() throws {
        let peer = try SilentPeer()
        let client = try client(port: peer.port)
        let failure = try #require(throws: RequestFailure.self) { try client.send(.ownToken) }
        #expect(failure.error.code == .clientTimeout)
    }

    @Test func `a next page elsewhere is not asked for`() throws {
        let client = try client(port: try closedPort())
        for link in ["https://evil.example/v1/hubs", "/v1/hubs", "http://127.0.0.1/"] {
            let failure = try #require(throws: RequestFailure.self) { try client.follow(nextLink: link) }
            #expect(failure.error.code == .responseNotUnderstood)
        }
    }

    @Test func `a header field cannot smuggle another`() throws {
        let client = try client(port: try closedPort())
        let request = HubRequest(.get, target: "/", fields: [.init("If-Match", "\"x\"\r\nX: y")])
        let failure = try #require(throws: RequestFailure.self) { try client.send(request) }
        #expect(failure.error.code == .usage)
    }

    @Test(arguments: ["dst_a\nX: y", "", "dst a"])
    func `a token cannot smuggle a field`(_ token: String) throws {
        var settings = ClientSettings(server: try ServerURL("https://127.0.0.1:\(try closedPort())"))
        settings.token = Secret(text: token)
        let client = try ManagementClient(settings, world: .real)
        let failure = try #require(throws: RequestFailure.self) { try client.send(.ownToken) }
        #expect(failure.error.code == .noCredential)
    }

    @Test func `a broken --resolve is named`() throws {
        var settings = ClientSettings(server: try ServerURL("https://hub.example.com:1"))
        settings.resolve = ["hub.example.com:x:y"]
        settings.proxy = ""
        let client = try ManagementClient(settings, world: .real)
        let failure = try #require(throws: RequestFailure.self) { try client.send(.ownToken) }
        #expect(failure.error.code == .usage)
    }
}
