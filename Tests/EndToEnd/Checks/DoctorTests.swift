import Foundation
import Testing

/// `doctor`: the way is broken at each step in turn, and exactly that step is named.
@Suite(.timeLimit(.minutes(3))) struct DoctorTests {
    private static let streaming = "hub.local-001.streams.devicestream.localhost"
    private static let device = ["-n", "hub", "--device", TunnelSite.device]

    /// Runs it where it must fail, and expects the step and the code.
    private func expect(
        _ check: String,
        _ code: String,
        _ run: ProgramRun,
        location: SourceLocation = #_sourceLocation
    ) throws {
        #expect(run.status == 12, "\(run)", sourceLocation: location)
        let report = try JSON(run.outputBytes)
        #expect(report["failedCheck"]?.text == check, "\(run)", sourceLocation: location)
        let rows = report["checks"]?.rows ?? []
        let failed = rows.filter { $0["result"]?.text == "failed" }
        #expect(failed.map { $0["check"]?.text } == [check], "\(run)", sourceLocation: location)
        #expect(failed.first?["code"]?.text == code, "\(run)", sourceLocation: location)
        #expect(failed.first?["remedy"]?.text?.isEmpty == false, "\(run)", sourceLocation: location)
        let behind = rows.drop { $0["check"]?.text != check }.dropFirst()
        #expect(behind.allSatisfy { $0["result"]?.text != "ok" }, "\(run)", sourceLocation: location)
    }

    /// The result of one check.
    private func result(_ check: String, _ run: ProgramRun) throws -> String? {
        try JSON(run.outputBytes)["checks"]?.rows.first { $0["check"]?.text == check }?["result"]?.text
    }

    private func doctor(_ server: TestServer, _ arguments: [String]) throws -> ProgramRun {
        try server.cli(["doctor"] + arguments)
    }

    @Test func `a way that works passes to its end, and the report holds no secret`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            try PeerService.run("connection.sendall(b'x')") { target in
                try site.withAgent("--service", "web=\(target)") { _ in
                    let file = server.files.path + "/report.json"
                    let run = try doctor(server, Self.device + ["--service", "web", "--write-report", file])
                    #expect(run.status == 0, "\(run)")
                    let checks = try JSON(run.outputBytes)["checks"]?.rows ?? []
                    let others = checks.filter { $0["result"]?.text != "ok" }
                    #expect(others.map { $0["check"]?.text } == ["proxy"], "\(run)")
                    let report = server.files.text("report.json")
                    #expect(report == run.output)
                    #expect(try !report.contains(server.ownerToken()))
                    let attributes = try FileManager.default.attributesOfItem(atPath: file)
                    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
                    // A server that is known by another name says where its hub is.
                    let local = try server.cli(
                        ["doctor", "-n", "hub", "--server", server.origin, "--cacert", server.caFile],
                        environment: ["DEVICESTREAM_TOKEN": server.ownerToken()]
                    )
                    #expect(local.status == 0, "\(local)")
                    let table = try doctor(server, ["-n", "hub", "-o", "table"])
                    #expect(table.status == 0, "\(table)")
                    #expect(table.output.hasPrefix("Check  "), "\(table)")
                }
            }
        }
    }

    @Test func `what is wrong before the hub is named`() throws {
        let proxy = try ConnectProxy(refused: "hub.devicestream.localhost")
        defer { proxy.end() }
        let url = "http://\(ConnectProxy.userName):p%40ss%3Aword@127.0.0.1:\(proxy.port)"
        try TestServer.run { server in
            let elsewhere = ["--resolve", "hub.devicestream.localhost:\(server.port):127.0.0.2"]
            try expect("tcp", "ServerUnreachable", doctor(server, Self.device + elsewhere))
            let refused = try doctor(server, Self.device + ["--proxy", url])
            try expect("proxy", "ServerUnreachable", refused)
            #expect(!refused.output.contains("p@ss") && !refused.output.contains("p%40ss"))
            let trust = ["--cacert", "/etc/ssl/certs/ca-certificates.crt"]
            try expect("tls", "TlsTrustFailed", doctor(server, Self.device + trust))
            let place = ("127.0.0.2", server.port)
            try ForeignServer.run(names: "DNS:hub.devicestream.localhost", at: place) { interceptor in
                let run = try doctor(server, Self.device + elsewhere)
                try expect("tls", "TlsTrustFailed", run)
                #expect(run.output.contains("CN=Foreign CA"), "\(run)")
                #expect(run.output.contains("TLS is intercepted on the way"), "\(run)")
                #expect(try result("proxy", run) == "not needed", "\(run)")
                #expect(interceptor.requests == "")
            }
            try expect("configuration", "HubNotFound", doctor(server, ["-n", "nobody"]))
            let token = ["DEVICESTREAM_TOKEN": "dst_" + String(repeating: "x", count: 43)]
            let stranger = try server.cli(["doctor"] + Self.device, environment: token)
            try expect("token", "IotHubUnauthorizedAccess", stranger)
            // Whoever may not read the hub is not told where it is, and the server is looked at by its own name.
            let firewall = try server.cli(
                ["doctor", "-n", "hub", "--server", server.origin, "--cacert", server.caFile],
                environment: ["DEVICESTREAM_TOKEN": server.token("endpoints.read")]
            )
            try expect("token", "Forbidden", firewall)
        }
    }

    @Test func `no settings, no name, another clock and another server are named`() throws {
        let home = Spawn.environment(home: "/nonexistent", ["DEVICESTREAM_STATE_DIR": "/nonexistent"])
        try expect("configuration", "NoCredential", ProgramRun.run(Programs.client, ["doctor"], environment: home))
        let signedIn = home.merging(["DEVICESTREAM_TOKEN": "dst_x"]) { _, new in new }
        let words = ["doctor", "-n", "hub"]
        let nowhere = ["--server", "https://nowhere.invalid"]
        try expect(
            "dns",
            "ServerUnreachable",
            ProgramRun.run(Programs.client, words + nowhere, environment: signedIn)
        )
        let fields = "x-ms-request-id: 1\r\nContent-Length: 0\r\n"
        for (check, code, answer) in [
            ("clock", "LocalFailure", "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\(fields)\r\n"),
            ("main endpoint", "ResponseNotUnderstood", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
            ("main endpoint", "ResponseNotUnderstood", "HTTP/1.1 502 Bad Gateway\r\n\(fields)\r\n"),
        ] {
            try ForeignServer.run(answer) { foreign in
                let way = ["--server", foreign.origin, "--cacert", foreign.caFile]
                let run = try ProgramRun.run(Programs.client, words + way, environment: signedIn)
                try expect(check, code, run)
                if check != "clock" { #expect(try result("clock", run) == "not tested", "\(run)") }
                #expect(!foreign.requests.contains("dst_x"))
            }
        }
    }

    @Test func `what is wrong behind the hub is named`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            try expect("device's control channel", "DeviceNotOnline", doctor(server, Self.device))
            let stranger = try doctor(server, ["-n", "hub", "--device", "nobody"])
            try expect("device's control channel", "DeviceNotFound", stranger)
            let elsewhere = ["--resolve", "\(Self.streaming):\(server.port):127.0.0.2"]
            try site.withAgent("--service", "gone=127.0.0.1:1") { _ in
                let gone = try doctor(server, Self.device + ["--service", "gone"])
                try expect("target service", "TargetUnavailable", gone)
                let way = "this machine to streaming endpoint"
                try expect(way, "ServerUnreachable", doctor(server, Self.device + elsewhere))
            }
            try PeerService.run("connection.sendall(b'x')") { target in
                try site.withAgent("--no-built-in", "--service", "web=\(target)") { _ in
                    let noEcho = try doctor(server, Self.device)
                    try expect("relay", "StreamRejected", noEcho)
                    #expect(try result("device to streaming endpoint", noEcho) == "not tested", "\(noEcho)")
                    let web = try doctor(server, Self.device + ["--service", "web"])
                    #expect(web.status == 0, "\(web)")
                    #expect(try result("relay", web) == "not tested", "\(web)")
                    #expect(try result("target service", web) == "ok", "\(web)")
                }
            }
        }
    }

    @Test func `a device that does not get to the streaming endpoint is named`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            try site.withAgent("--resolve", "\(Self.streaming):\(server.port):127.0.0.2") { _ in
                let run = try server.cli(["doctor"] + Self.device, within: .seconds(100))
                try expect("device to streaming endpoint", "GatewayTimeout", run)
                // The agent itself says where its way ends.
                #expect(run.output.contains("From the device, the way to \(Self.streaming):"), "\(run)")
                #expect(run.output.contains("--device press-07 --ask"), "\(run)")
            }
        }
    }

    @Test func `a report holds no token, whatever a server sends back`() throws {
        let token = "dst_" + String(repeating: "x", count: 43)
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "GMT")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        let body = """
            {"error":{"code":"IotHubUnauthorizedAccess","number":401002,"message":"Not with \(token).","retryable":false,\
            "trackingId":"1","timestampUtc":"2026-11-26T00:00:00Z"}}
            """
        let answer =
            "HTTP/1.1 401 Unauthorized\r\nx-ms-request-id: 1\r\nDate: \(formatter.string(from: Date()))\r\n"
            + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        try ForeignServer.run(answer) { foreign in
            let files = try TemporaryDirectory()
            defer { files.remove() }
            let run = try ProgramRun.run(
                Programs.client,
                [
                    "doctor", "-n", "hub", "--server", foreign.origin, "--cacert", foreign.caFile, "--write-report",
                    files.path + "/report.json",
                ],
                environment: Spawn.environment(home: files.path, ["DEVICESTREAM_TOKEN": token])
            )
            try expect("token", "IotHubUnauthorizedAccess", run)
            #expect(foreign.requests.contains(token))
            let report = files.text("report.json")
            #expect(report.contains("Not with <redacted>."), "\(report)")
            #expect(!report.contains(token))
        }
    }
}
