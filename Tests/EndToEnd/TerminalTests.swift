import Testing

/// Text from people and peers moves no cursor, colours nothing and turns no line round.
struct TerminalTests {
    /// Escape, bell, carriage return, backspace, CSI as one character, a bidirectional override, a tab and a line end.
    private static let hostile = "\u{1B}[31m\u{7}\r\u{8}\u{9B}2J\u{202E}gnp.exe\t\nend"

    /// The same in JSON, with nothing but ASCII.
    private static let hostileJSON = #"\u001b[31m\u0007\r\u0008\u009b2J\u202egnp.exe\t\nend"#

    @Test func `tables, tsv and yaml make control characters in tags visible`() throws {
        try Self.run { server in
            for arguments in [
                ["device", "list", "-o", "table"], ["device", "show", "press-07", "-o", "table"],
                ["device", "show", "press-07", "--query", "tags", "-o", "tsv"],
                ["device", "list", "--query", "[].statusReason", "-o", "tsv"],
                ["device", "show", "press-07", "-o", "yaml"], ["hub", "show", "hub", "-o", "table"],
                ["token", "list", "-o", "table"], ["token", "list", "-o", "tsv"],
                ["allowlist", "show", "-n", "hub", "-o", "table"], ["endpoint", "list", "-o", "table"],
            ] {
                let run = try server.cli(arguments)
                #expect(run.status == 0, "\(arguments): \(run)")
                Self.expectHarmless(run.outputBytes, "\(arguments)")
                Self.expectHarmless(Array(run.error.utf8), "\(arguments)")
            }
            let table = try server.cli("device", "list", "-o", "table")
            #expect(table.output.contains("gnp.exe"), "\(table)")
            #expect(table.output.split(separator: "\n").count == 3, "a cell has broken its line: \(table)")
        }
    }

    @Test func `JSON in a pipe is the value itself, and on a terminal escapes`() throws {
        try Self.run { server in
            let piped = try server.cli("device", "show", "press-07", "--query", "tags.note")
            #expect(try JSON(piped.outputBytes).text == Self.hostile)
            for form in ["json", "jsonc", "jsonl", "yaml", "table", "tsv"] {
                let command = "\(Programs.client) device show press-07 --query tags -o \(form) --no-color"
                let run = try ProgramRun.run(
                    "script",
                    ["--quiet", "--return", "--command", command, "/dev/null"],
                    environment: server.cliEnvironment(["TERM": "xterm"])
                )
                #expect(run.status == 0, "\(form): \(run)")
                #expect(run.output.contains("gnp.exe"), "\(form): \(run)")
                // The terminal itself puts a carriage return before each line feed.
                Self.expectHarmless(run.outputBytes.filter { $0 != 0x0D }, form)
            }
        }
    }

    @Test func `errors make what they quote visible`() throws {
        try Self.run { server in
            for arguments in [
                ["show", "-n", Self.hostile], ["device", "show", Self.hostile], ["device", "create", Self.hostile],
                [Self.hostile], ["device", Self.hostile], ["explain", Self.hostile],
                ["show", "--server", "https://" + Self.hostile], ["show", "--query", Self.hostile],
                ["device", "create", "press-08", "--tags", Self.hostile], ["show", "-o", Self.hostile],
                ["show", "--context", Self.hostile], ["api", "GET", "/v1/" + Self.hostile],
            ] {
                for format in ["text", "json"] {
                    let run = try server.cli(arguments + ["--error-format", format])
                    #expect(run.status != 0, "\(run)")
                    #expect(run.output == "", "\(run)")
                    #expect(run.error != "")
                    Self.expectHarmless(Array(run.error.utf8), "\(arguments) \(format)")
                }
            }
        }
    }

    @Test func `what another server says of an error is made visible`() throws {
        try TestServer.run { server in
            let body =
                #"{"error":{"code":"Forbidden","number":403203,"message":"\#(Self.hostileJSON)","retryable":false,"#
                + #""hint":"\#(Self.hostileJSON)","trackingId":"\#(Self.hostileJSON)","timestampUtc":"2026-11-23T08:00:00Z"}}"#
            let head = "HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\n"
            try ForeignServer.run(head + "Content-Length: \(body.utf8.count)\r\n\r\n" + body) { foreign in
                for format in ["text", "json"] {
                    let run = try server.show(from: foreign, "--error-format", format, "--verbose", "--debug")
                    #expect(run.status == 5, "\(run)")
                    #expect(run.error.contains("gnp.exe"), "\(run)")
                    Self.expectHarmless(Array(run.error.utf8), format)
                }
            }
        }
    }

    @Test func `the log of the server makes names from requests visible`() throws {
        try TestServer.run(["--log-level", "trace"]) { server in
            let token = try server.ownerToken()
            _ = try server.request(
                "POST",
                "/v1/hubs/hub/devices",
                json: "{\"deviceId\":\"press-07\",\"statusReason\":\"\(Self.hostileJSON)\"}"
            )
            _ = try server.get("/v1/hubs/%1b%5b31m")
            _ = try server.get("/v1/hubs/hub/devices?%1b%5b31m=1")
            _ = try RawConversation.exchange(
                server,
                "GET /v1/hubs/\u{1B}[31m HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            )
            _ = try RawConversation.exchange(
                server,
                "\u{1B}[31mGET /v1/hubs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            )
            _ = try server.request("GET", "/v1/hubs", as: .token("dst_\u{202E}"))
            try wait(for: "lines in the log") { !server.log.isEmpty }
            Self.expectHarmless(Array(server.log.utf8), "the log")
            #expect(!server.log.contains(token))
        }
    }

    /// A server whose hub, device, endpoint and token have hostile text wherever text may stand.
    private static func run(_ body: (TestServer) throws -> Void) throws {
        try TestServer.run { server in
            let tags = "{\"note\":\"\(hostileJSON)\",\"\(hostileJSON)\":\"x\"}"
            let requests = [
                (
                    "POST", "/v1/hubs/hub/devices",
                    "{\"deviceId\":\"press-07\",\"statusReason\":\"\(hostileJSON)\",\"tags\":\(tags)}"
                ),
                ("PATCH", "/v1/hubs/hub", "{\"tags\":\(tags)}"),
                ("PATCH", "/v1/hubs/hub/endpoints/2", "{\"notes\":\"\(hostileJSON)\"}"),
                ("POST", "/v1/tokens", "{\"name\":\"\(hostileJSON)\",\"role\":\"reader\"}"),
            ]
            for (method, path, json) in requests {
                let reply = try server.request(method, path, json: json)
                #expect([200, 201].contains(reply.status), "\(path): \(reply)")
            }
            try body(server)
        }
    }

    /// Control characters but line feeds, and bidirectional controls, are nowhere in the bytes.
    private static func expectHarmless(_ bytes: [UInt8], _ place: String) {
        let text = String(decoding: bytes, as: UTF8.self)
        let found = text.unicodeScalars.filter { scalar in
            switch scalar.value {
            case 0x0A: false
            // A tab separates the cells of tsv.
            case 0x09: false
            case 0...0x1F, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
            default: false
            }
        }
        #expect(found.isEmpty, "\(place): \(found.map { String($0.value, radix: 16) })")
    }
}
