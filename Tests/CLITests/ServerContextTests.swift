import Glibc
import HubClient
import HubModel
import Testing

@testable import CLI

/// The `context.json` of a server on the same machine.
struct ServerContextTests {
    private static let text = """
        {"server":"https://devicestream.localhost:8443","caCertificate":"/s/ca.pem","token":"dst_x","hub":"hub","new":1}
        """
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func context(isRoot: Bool = true) -> ServerContext {
        let variables = ["DEVICESTREAM_STATE_DIR": directory.path]
        return ServerContext(Environment(isRoot: isRoot) { variables[$0] })
    }

    private func refusal(isRoot: Bool = true) throws -> HubError {
        try #require(throws: HubError.self) { try context(isRoot: isRoot).load() }
    }

    @Test func `the owner's private file is read`() throws {
        _ = try directory.file("context.json", Self.text)
        let context = try #require(try context().load())
        #expect(context.server.description == "https://devicestream.localhost:8443")
        #expect(context.token == Secret(text: "dst_x"))
        #expect(context.trust == .file("/s/ca.pem"))
        #expect(context.hub == "hub")
    }

    @Test func `no file is no context`() throws {
        #expect(try context().load() == nil)
    }

    @Test(arguments: [0o640, 0o604, 0o660, 0o602, 0o644, 0o700])
    func `a file that others may read or write is not used`(_ mode: Int) throws {
        let path = try directory.file("context.json", Self.text)
        try #require(chmod(path, mode_t(mode)) == 0)
        let error = try refusal()
        #expect(error.code == .noCredential)
        #expect(error.message.contains("has the mode \(String(mode, radix: 8))"))
        #expect(error.hint == "Make it yours alone with: chmod 600 '\(path)'")
    }

    @Test func `what is no plain file is not used, and holds nothing up`() throws {
        try #require(mkfifo(directory.path + "/context.json", 0o600) == 0)
        #expect(try refusal().code == .noCredential)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file away"))
    func `another user's file is not used, and two commands help`() throws {
        let path = try directory.file("context.json", Self.text)
        try #require(chown(path, 12_345, 12_345) == 0)
        let error = try refusal(isRoot: false)
        #expect(error.code.exitStatus == .notAuthenticated)
        let commands = (error.hint ?? "").split(separator: "\n")
        #expect(commands.count == 2)
        #expect(commands.first?.hasPrefix("sudo devicestream token create ") == true)
        #expect(commands.last?.hasPrefix("devicestream login --server ") == true)
        #expect(try refusal().hint?.contains("sudo") == false)
    }

    @Test(arguments: ["", "[]", "{", "{}", "{\"server\":1}", "{\"server\":\"http://x\"}"])
    func `a file that is none is named`(_ text: String) throws {
        let path = try directory.file("context.json", text)
        let error = try refusal()
        #expect(error.code == .noCredential)
        #expect(error.message.contains("'\(path)'"))
    }
}
