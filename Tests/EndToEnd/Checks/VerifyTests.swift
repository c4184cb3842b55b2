import Foundation
import Testing

/// `allowlist verify`: each step of the way to an endpoint is broken in turn, and that step is named.
@Suite(.timeLimit(.minutes(2))) struct VerifyTests {
    private static let streaming = "hub.local-001.streams.devicestream.localhost"
    private static let main = "hub.devicestream.localhost"

    /// The results of the steps for an endpoint: dns, tcp, proxy, tls, http, webSocket, clock.
    private static func steps(_ run: ProgramRun, _ host: String, area: String = "Streaming") throws -> String {
        let row = try row(run, host, area)
        let names = ["dns", "tcp", "proxy", "tls", "http", "webSocket", "clock"]
        return names.map { row["checks"]?[$0]?.text ?? "?" }.joined(separator: ", ")
    }

    private static func row(_ run: ProgramRun, _ host: String, _ area: String = "Streaming") throws -> JSON {
        let rows = try JSON(run.outputBytes)["value"]?.rows ?? []
        return try #require(
            rows.first { $0["host"]?.text == host && $0["serviceArea"]?.text == area },
            "\(run)"
        )
    }

    private func verify(_ server: TestServer, _ arguments: String...) throws -> ProgramRun {
        try server.cli(["allowlist", "verify", "--timeout", "10s"] + arguments)
    }

    @Test func `every endpoint of a hub that works passes, and has its issuer`() throws {
        try TestServer.run(["--mqtt-listen", "127.0.0.1:0"]) { server in
            let run = try verify(server, "-n", "hub")
            #expect(run.status == 0, "\(run)")
            for (host, area) in [(Self.main, "Main"), (Self.streaming, "Streaming")] {
                #expect(try Self.steps(run, host, area: area) == "ok, ok, not needed, ok, ok, ok, ok", "\(run)")
                #expect(try Self.row(run, host, area)["issuer"]?.text?.contains("CN=") == true, "\(run)")
            }
            let mqtt = try #require(
                JSON(run.outputBytes)["value"]?.rows.first { $0["port"]?.number == server.mqttPort }
            )
            #expect(mqtt["checks"]?["tls"]?.text == "ok")
            #expect(mqtt["checks"]?["http"]?.text == "not needed")
            let table = try verify(server, "-n", "hub", "-o", "table")
            #expect(table.output.hasPrefix("Host  "), "\(table)")
        }
    }

    @Test func `a closed port is named, and what is behind it is not tested`() throws {
        try TestServer.run { server in
            // Nobody listens there.
            let run = try verify(server, "-n", "hub", "--resolve", "\(Self.streaming):\(server.port):127.0.0.2")
            #expect(run.status == 12, "\(run)")
            let rest = "not tested, not tested, not tested, not tested"
            #expect(try Self.steps(run, Self.streaming) == "ok, failed, not needed, \(rest)", "\(run)")
            #expect(try Self.steps(run, Self.main, area: "Main") == "ok, ok, not needed, ok, ok, ok, ok", "\(run)")
        }
    }

    @Test func `a proxy that answers 403 for one endpoint is named`() throws {
        let proxy = try ConnectProxy(refused: Self.streaming)
        defer { proxy.end() }
        let url = "http://\(ConnectProxy.userName):p%40ss%3Aword@127.0.0.1:\(proxy.port)"
        try TestServer.run { server in
            let run = try verify(server, "-n", "hub", "--proxy", url)
            #expect(run.status == 12, "\(run)")
            let rest = "not tested, not tested, not tested, not tested"
            #expect(try Self.steps(run, Self.streaming) == "ok, ok, failed, \(rest)", "\(run)")
            #expect(try Self.row(run, Self.streaming)["detail"]?.text?.contains("403") == true, "\(run)")
            #expect(try Self.steps(run, Self.main, area: "Main") == "ok, ok, ok, ok, ok, ok, ok", "\(run)")
            #expect(!run.output.contains("p@ss"))
        }
    }

    @Test func `a TLS interceptor is named with its CA`() throws {
        try TestServer.run { server in
            try ForeignServer.run(names: "DNS:\(Self.streaming)", at: ("127.0.0.2", server.port)) { interceptor in
                let run = try verify(server, "-n", "hub", "--resolve", "\(Self.streaming):\(server.port):127.0.0.2")
                #expect(run.status == 12, "\(run)")
                let rest = "not tested, not tested, not tested"
                #expect(try Self.steps(run, Self.streaming) == "ok, ok, not needed, failed, \(rest)", "\(run)")
                let row = try Self.row(run, Self.streaming)
                #expect(row["issuer"]?.text == "CN=Foreign CA", "\(run)")
                #expect(row["intercepted"] == .bool(true), "\(run)")
                #expect(row["detail"]?.text?.hasPrefix("TLS is intercepted on the way") == true, "\(run)")
                // It was looked at, and told nothing.
                #expect(interceptor.requests == "")
            }
        }
    }

    @Test func `another CA than the hub's is named, and no interception is claimed`() throws {
        try TestServer.run { server in
            let list = server.files.path + "/list.json"
            try server.files.write("list.json", try server.cli("allowlist", "show", "-n", "hub").outputBytes)
            let run = try verify(server, "--list", list, "--cacert", "/etc/ssl/certs/ca-certificates.crt")
            #expect(run.status == 12, "\(run)")
            let rest = "not tested, not tested, not tested"
            #expect(try Self.steps(run, Self.streaming) == "ok, ok, not needed, failed, \(rest)", "\(run)")
            #expect(try Self.row(run, Self.streaming)["intercepted"] != .bool(true), "\(run)")
            // The same list with the right CA passes.
            let good = try verify(server, "--list", list, "--cacert", server.caFile)
            #expect(good.status == 0, "\(good)")
        }
    }

    @Test func `another clock, another server and a server without WebSocket are named`() throws {
        let hub =
            "HTTP/1.1 200 OK\r\nx-ms-request-id: 1\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 0\r\n\r\n"
        for (answer, steps) in [
            (hub, "ok, ok, not needed, ok, ok, failed, failed"),
            ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "ok, ok, not needed, ok, failed, not tested, not tested"),
            ("220 ESMTP\r\n", "ok, ok, not needed, ok, failed, not tested, not tested"),
        ] {
            try ForeignServer.run(answer) { foreign in
                let files = try TemporaryDirectory()
                defer { files.remove() }
                let list = try files.write("list", Self.list(host: "localhost", port: foreign.port).utf8)
                let run = try ProgramRun.run(
                    Programs.client,
                    ["allowlist", "verify", "--list", list, "--cacert", foreign.caFile],
                    environment: Spawn.environment(home: files.path)
                )
                #expect(run.status == 12, "\(run)")
                #expect(try Self.steps(run, "localhost") == steps, "\(run)")
            }
        }
    }

    @Test func `a name that does not resolve is named, and what is not required can be left out`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let list = try files.write("list", Self.list(host: "nowhere.invalid", port: 443).utf8)
        let words = ["allowlist", "verify", "--list", list]
        let environment = Spawn.environment(home: files.path)
        let run = try ProgramRun.run(Programs.client, words, environment: environment)
        #expect(run.status == 12, "\(run)")
        #expect(
            try Self.steps(run, "nowhere.invalid").hasPrefix("failed, not tested, not needed, not tested"),
            "\(run)"
        )
        let optional = try files.write(
            "optional",
            Self.list(host: "nowhere.invalid", port: 443, isRequired: false).utf8
        )
        let left = try ProgramRun.run(
            Programs.client,
            ["allowlist", "verify", "--list", optional, "--required-only"],
            environment: environment
        )
        #expect(left.status == 0, "\(left)")
        #expect(try Self.row(left, "nowhere.invalid")["result"]?.text == "not tested", "\(left)")
    }

    @Test func `a list with nothing to test, and hosts and ports that are none, are told`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        func verifying(_ list: String) throws -> ProgramRun {
            let path = try files.write("list", list.utf8)
            return try ProgramRun.run(
                Programs.client,
                ["allowlist", "verify", "--list", path],
                environment: Spawn.environment(home: files.path)
            )
        }
        let whole = Self.list(host: "localhost", port: 1)
        let empty = try verifying(whole.replacing(/"value":.*/, with: "\"value\":[]}"))
        #expect(empty.status == 14, "\(empty)")
        let noPort = try verifying(whole.replacing(/"tcpPorts":"1"/, with: "\"tcpPorts\":\"1,x\""))
        #expect(noPort.status == 14, "\(noPort)")
        #expect(noPort.error.contains("'1,x'"), "\(noPort)")
        let noHost = try verifying(Self.list(host: #"a\r\nX: y"#, port: 1))
        #expect(noHost.status == 12, "\(noHost)")
        #expect(try Self.steps(noHost, "a\r\nX: y").hasPrefix("failed, not tested"), "\(noHost)")
        let noList = try verifying("{}")
        #expect(noList.status == 2, "\(noList)")
    }

    private static func list(host: String, port: Int, isRequired: Bool = true) -> String {
        """
        {"hub":"hub","version":"2026112600","updatedAt":"2026-11-26T00:00:00Z","value":[{"id":1,\
        "serviceArea":"Streaming","urls":["\(host)"],"ips":[],"ipsSource":"none","tcpPorts":"\(port)",\
        "required":\(isRequired),"notes":null,"state":"active","effective":"2026-11-26T00:00:00Z","retires":null}]}
        """
    }
}
