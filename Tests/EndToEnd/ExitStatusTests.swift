import Foundation
import Testing

/// Errors as scripts and people see them: the status, the text, nothing on standard output.
struct ExitStatusTests {
    @Test func `each kind of failure has its status and its code`() throws {
        try TestServer.run { server in
            let reader = ["DEVICESTREAM_TOKEN": try server.token("reader")]
            #expect(try server.cli("device", "create", "press-07").status == 0)
            #expect(try server.cli("hub", "create", "full", "--max-devices", "0").status == 0)
            let silent = try SilentListener()
            defer { silent.close() }
            let rows: [(arguments: [String], environment: [String: String], status: Int32, code: String)] = [
                (["show", "--nonsense"], [:], 2, "Usage (600201)"),
                (["device", "show"], [:], 2, "Usage (600201)"),
                (["show", "-n", "x y"], [:], 2, "ArgumentInvalid (400004)"),
                (["device", "create", "a b"], [:], 2, "ArgumentInvalid (400004)"),
                (["device", "list", "--top", "0"], [:], 2, "Usage (600201)"),
                (["device", "delete", "press-07"], [:], 2, "Usage (600201)"),
                (["hub", "show", "nowhere"], [:], 3, "HubNotFound (404202)"),
                (["device", "show", "press-99"], [:], 3, "DeviceNotFound (404001)"),
                (["policy", "show", "none"], [:], 3, "ResourceNotFound (404203)"),
                (["context", "show", "nobody"], [:], 3, "ResourceNotFound (404203)"),
                (["api", "GET", "/v1/nothing"], [:], 3, "ResourceNotFound (404203)"),
                (["hub", "list"], ["DEVICESTREAM_TOKEN": "dst_wrong"], 4, "IotHubUnauthorizedAccess (401002)"),
                (["hub", "list"], ["DEVICESTREAM_STATE_DIR": "/nowhere"], 4, "NoCredential (600202)"),
                (["device", "create", "press-08"], reader, 5, "Forbidden (403203)"),
                (["device", "create", "press-07"], [:], 6, "DeviceAlreadyExists (409001)"),
                (["hub", "create", "hub"], [:], 6, "ResourceConflict (409201)"),
                (
                    ["device", "update", "press-07", "--status", "disabled", "--if-match", "old"], [:], 6,
                    "PreconditionFailed (412001)"
                ),
                (["show", "-n", "hub", "--server", "https://127.0.0.1:1"], [:], 7, "ServerUnreachable (600203)"),
                (
                    ["show", "-n", "hub", "--server", "https://no-such-name.invalid"], [:], 7,
                    "ServerUnreachable (600203)"
                ),
                (
                    ["show", "-n", "hub", "--server", "https://127.0.0.1:\(silent.port)", "--timeout", "300ms"], [:],
                    8, "ClientTimeout (600204)"
                ),
                (["device", "create", "press-09", "-n", "full"], [:], 11, "DeviceLimitReached (429202)"),
                (["show", "--cacert", "/nowhere.pem"], [:], 13, "TlsTrustFailed (600205)"),
            ]
            for row in rows {
                let run = try server.cli(row.arguments + ["--retry", "0"], environment: row.environment)
                #expect(run.status == row.status, "\(row.arguments): \(run)")
                #expect(run.output == "", "\(row.arguments): \(run)")
                #expect(run.error.contains("code: \(row.code)"), "\(row.arguments): \(run)")
            }
        }
    }

    @Test func `an answer that is not ours is 14, and one that does not come is 8`() throws {
        try TestServer.run { server in
            for answer in [
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 15\r\n\r\n<html>no</html>",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n",
            ] {
                try ForeignServer.run(answer) { foreign in
                    let run = try server.show(from: foreign)
                    #expect(run.status == 14, "\(answer): \(run)")
                    #expect(run.output == "")
                    #expect(run.error.contains("code: ResponseNotUnderstood (600206)"), "\(run)")
                }
            }
            // A body that is announced and never comes.
            try ForeignServer.run("HTTP/1.1 100 Continue\r\n\r\n") { foreign in
                let run = try server.show(from: foreign, "--timeout", "2s", "--retry", "0")
                #expect([7, 8].contains(run.status), "\(run)")
            }
        }
    }

    @Test func `the text says what, why, what next, and the code with the tracking id`() throws {
        try TestServer.run { server in
            let run = try server.cli("device", "show", "press-08")
            let lines = run.error.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.first?.hasPrefix("ERROR: ") == true, "\(run)")
            #expect(lines.first?.contains("'press-08'") == true, "\(run)")
            #expect(lines.first?.contains("'hub'") == true, "\(run)")
            #expect(lines.count >= 4, "\(run)")
            #expect(lines.dropFirst().dropLast().allSatisfy { $0.hasPrefix("       ") }, "\(run)")
            let last = lines.dropLast().last ?? ""
            let form = #/ +code: DeviceNotFound \(404001\)  tracking: [0-9a-f]{8}/#
            #expect(last.wholeMatch(of: form) != nil, "\(run)")
            #expect(lines.last == "")
        }
    }

    @Test func `errors as JSON are the body of the REST API on one line`() throws {
        try TestServer.run { server in
            let remote = try server.cli("device", "show", "press-08", "--error-format", "json")
            #expect(remote.output == "")
            #expect(remote.error.split(separator: "\n").count == 1, "\(remote)")
            let body = try JSON(Array(remote.error.utf8))["error"]
            #expect(body?["code"]?.text == "DeviceNotFound")
            #expect(body?["number"]?.number == 404001)
            let own = try server.get("/v1/hubs/hub/devices/press-08").json["error"]
            #expect(body?.names == own?.names)
            let local = try server.cli("show", "--nonsense", "--error-format", "json")
            let usage = try JSON(Array(local.error.utf8))["error"]
            #expect(usage?["code"]?.text == "Usage", "\(local)")
            #expect(usage?["hint"]?.text?.isEmpty == false)
            // Beside lines of JSON, when no terminal reads them, a program reads both.
            let lines = try server.cli("device", "show", "press-08", "-o", "jsonl")
            #expect(try JSON(Array(lines.error.utf8))["error"]?["code"]?.text == "DeviceNotFound", "\(lines)")
        }
    }

    @Test(arguments: [
        (["shwo"], "devicestream show"), (["device", "lsit"], "devicestream device list"),
        (["hub", "creat"], "devicestream hub create"), (["allowlst", "show"], "devicestream allowlist"),
        (["show", "-o", "tabel"], "table"), (["explain", "DeviceNotOnlin"], "DeviceNotOnline"),
        (["show", "--hosts-onyl"], "--hosts-only"),
    ])
    func `a slip of the fingers gets a suggestion`(arguments: [String], suggestion: String) throws {
        let run = try Self.alone(arguments)
        #expect(run.status == (arguments[0] == "explain" ? 3 : 2), "\(run)")
        #expect(run.output == "")
        #expect(run.error.lowercased().contains("did you mean"), "\(run)")
        #expect(run.error.contains(suggestion), "\(run)")
    }

    @Test func `explain works offline and knows every exit status`() throws {
        let code = try Self.alone(["explain", "DeviceNotOnline", "--query", "[number, exitStatus]", "-o", "tsv"])
        #expect(code.output == "404103\n9\n" || code.output == "404103\t9\n", "\(code)")
        #expect(
            try Self.alone(["explain", "404103"]).output == (try Self.alone(["explain", "devicenotonline"]).output)
        )
        for status in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 130, 143] {
            let run = try Self.alone(["explain", String(status), "--query", "exitStatus", "-o", "tsv"])
            #expect(run.output == "\(status)\n", "\(run)")
        }
    }

    @Test func `help and version succeed on standard output, for every command`() throws {
        let help = try Self.alone(["--help"])
        #expect(help.status == 0)
        #expect(help.error == "")
        for command in [
            [], ["show"], ["hub"], ["hub", "create"], ["device"], ["device", "list"], ["device", "import"], ["policy"],
            ["certificate"], ["endpoint"], ["allowlist"], ["login"], ["context"], ["token"], ["ca"], ["api"],
            ["explain"], ["version"],
        ] {
            let run = try Self.alone(command + ["--help"])
            #expect(run.status == 0, "\(command): \(run)")
            #expect(run.output.contains("USAGE:"), "\(command): \(run)")
        }
        let version = try Self.alone(["--version"])
        #expect(version.status == 0)
        #expect(version.output.hasPrefix("devicestream "), "\(version)")
    }

    @Test func `a query that cannot be read is told before anything is asked, with its place`() throws {
        let run = try Self.alone([
            "show", "-n", "hub", "--query", "streamingEndpoints[", "--server", "https://127.0.0.1:1",
        ])
        #expect(run.status == 2, "\(run)")
        #expect(run.error.contains("19") || run.error.contains("20"), "no position: \(run)")
    }

    @Test func `destructive commands ask, and without a terminal need a yes`() throws {
        try TestServer.run { server in
            _ = try server.cli("device", "create", "press-07")
            for arguments in [
                ["device", "delete", "press-07"], ["hub", "delete", "hub"], ["device", "rotate-key", "press-07"],
            ] {
                let run = try server.cli(arguments)
                #expect(run.status == 2, "\(run)")
                #expect(run.error.contains("-y"), "\(run)")
            }
            #expect(try server.cli("device", "show", "press-07").status == 0)
            #expect(try server.cli("device", "delete", "press-07", "-y").status == 0)
            #expect(try server.cli("device", "show", "press-07").status == 3)
        }
    }

    /// Runs the command line where there is no server and nobody is signed in.
    private static func alone(_ arguments: [String]) throws -> ProgramRun {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        return try ProgramRun.run(
            Programs.client,
            arguments,
            environment: Spawn.environment(home: files.path, ["DEVICESTREAM_STATE_DIR": files.path])
        )
    }
}
