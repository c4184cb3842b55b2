import Foundation
import Testing

struct FirstStartTests {
    @Test func `the server and then show work with nothing else set`() throws {
        try TestServer.run { server in
            let run = try server.cli("show", "--name", "hub")
            #expect(run.status == 0, "\(run)")
            #expect(
                run.output == """
                    {
                      "streamingEndpoints": [
                        "\(server.streamingURL)"
                      ]
                    }

                    """
            )
            #expect(run.error == "")
        }
    }

    @Test func `the state directory is 0700 and every file in it 0600`() throws {
        try TestServer.run { server in
            #expect(try mode(server.state) == 0o700)
            let names = try FileManager.default.contentsOfDirectory(atPath: server.state)
            let expected: Set = ["devicestream.db", "master.key", "ca.pem", "ca-key.pem", "context.json", "lock"]
            #expect(expected.subtracting(names) == [])
            for name in names { #expect(try mode(server.state + "/" + name) == 0o600, "\(name)") }
        }
    }

    @Test func `context.json leads to the server, its CA, the owner's token and the hub`() throws {
        try TestServer.run { server in
            let context = try JSON(FileManager.default.contents(atPath: server.state + "/context.json") ?? Data())
            #expect(context["server"]?.text == "https://devicestream.localhost:\(server.port)")
            #expect(context["caCertificate"]?.text == server.caFile)
            #expect(context["hub"]?.text == "hub")
            let token = try #require(context["token"]?.text)
            #expect(token.hasPrefix("dst_"))
            let own = try server.get("/v1/tokens/self", as: .token(token))
            #expect(own.json["role"]?.text == "owner")
            #expect(own.json["rights"]?.rows == [.string("keys")])
        }
    }

    @Test func `the first hub has its five policies`() throws {
        try TestServer.run { server in
            let hub = try server.get("/v1/hubs/hub")
            #expect(hub.status == 200)
            #expect(hub.json["properties"]?["hostName"]?.text == "hub.devicestream.localhost:\(server.port)")
            let policies = try server.get("/v1/hubs/hub/policies").json["value"]?.rows ?? []
            let names = policies.compactMap { $0["name"]?.text }
            #expect(Set(names) == ["iothubowner", "service", "device", "registryRead", "registryReadWrite"])
        }
    }

    @Test func `a second start keeps hub, token and CA`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let state = files.path + "/state"
        let first = try TestServer.run(state: state) { server in
            #expect(try server.cli("device", "create", "press-07").status == 0)
            return (try server.ownerToken(), files.bytes("state/ca.pem"))
        }
        try TestServer.run(state: state) { server in
            #expect(try server.ownerToken() == first.0)
            #expect(files.bytes("state/ca.pem") == first.1)
            // The port is another one, and context.json has followed it.
            let run = try server.cli("device", "show", "press-07", "--query", "deviceId", "-o", "tsv")
            #expect(run.output == "press-07\n", "\(run)")
        }
    }

    @Test func `revoking the first token is final`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let state = files.path + "/state"
        try TestServer.run(state: state) { server in
            let own = try server.get("/v1/tokens/self")
            let id = try #require(own.json["id"]?.text)
            #expect(try server.request("DELETE", "/v1/tokens/\(id)").status == 204)
            #expect(try server.get("/v1/hubs").status == 401)
        }
        try TestServer.run(state: state) { (server) throws in
            #expect(try server.get("/v1/hubs").verdict == "401 IotHubUnauthorizedAccess")
        }
    }

    @Test func `a second server on the same state directory is refused and says why`() throws {
        try TestServer.run { server in
            let second = try Self.start(server.state)
            #expect(second.status != 0)
            #expect(second.output == "")
            #expect(second.error.hasPrefix("ERROR: "), "\(second)")
            #expect(second.error.contains(server.state), "\(second)")
            #expect(try server.get("/v1/hubs/hub").status == 200)
        }
    }

    @Test func `a database of a newer version is refused and left as it is`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        try TestServer.run(state: files.path + "/state") { (server) throws in
            server.program.signal(SIGTERM)
            #expect(try server.program.wait() == 0)
        }
        let database = files.path + "/state/devicestream.db"
        try ProgramRun.tool("sqlite3", [database, "PRAGMA journal_mode=DELETE; PRAGMA user_version=2000000000;"])
        let before = files.bytes("state/devicestream.db")
        let run = try Self.start(files.path + "/state")
        #expect(run.status == 1, "\(run)")
        #expect(run.error.hasPrefix("ERROR: "), "\(run)")
        #expect(run.error.contains("newer"), "\(run)")
        #expect(files.bytes("state/devicestream.db") == before)
    }

    @Test func `a port that is taken is named`() throws {
        try TestServer.run { server in
            let run = try ProgramRun.run(
                Programs.server,
                ["--state-dir", server.files.path + "/other", "--listen", "127.0.0.1:\(server.port)"],
                environment: Spawn.environment(home: server.files.path)
            )
            #expect(run.status == 2, "\(run)")
            #expect(run.error.contains("127.0.0.1:\(server.port) is in use"), "\(run)")
        }
    }

    @Test func `a context file that others can read is not used`() throws {
        try TestServer.run { server in
            chmod(server.state + "/context.json", 0o644)
            let run = try server.cli("show", "--name", "hub")
            #expect(run.status == 4, "\(run)")
            #expect(run.output == "")
            #expect(run.error.contains("chmod 600"), "\(run)")
        }
    }

    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    private static func start(_ state: String) throws -> ProgramRun {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        return try ProgramRun.run(
            Programs.server,
            ["--state-dir", state, "--listen", "127.0.0.1:0"],
            environment: Spawn.environment(home: files.path)
        )
    }
}
