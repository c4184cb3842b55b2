import Foundation
import Testing

/// The server's own log, and the trace that goes through all programs.
@Suite(.timeLimit(.minutes(3))) struct ServerLogTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    private static func lines(_ server: TestServer) throws -> [JSON] {
        try server.log.split(separator: "\n").map { try JSON($0.utf8) }
    }

    @Test func `in a file each line is JSON, and what a request causes bears its tracking id`() throws {
        try TestServer.run(["--log-level", "debug"]) { server in
            let reply = try server.request("POST", "/v1/hubs", json: #"{"name":"second"}"#)
            #expect(reply.status == 201, "\(reply)")
            let id = try #require(reply["x-ms-request-id"])
            try wait(for: "the line of the answer") {
                try Self.lines(server).contains {
                    $0["message"]?.text == "request answered" && $0["request.id"]?.text == id
                }
            }
            let own = try Self.lines(server).filter { $0["request.id"]?.text == id }
            #expect(own.compactMap { $0["message"]?.text } == ["hub created", "request answered"])
            #expect(try Self.lines(server).allSatisfy { $0["time"]?.text != nil && $0["level"]?.text != nil })
            #expect(!server.log.contains(try server.ownerToken()))
        }
    }

    @Test func `every listener is told by one phrase, and nothing else tells of it`() throws {
        try TestServer.run(["--admin-listen", "127.0.0.1:0"]) { server in
            try wait(for: "both lines") { try Self.lines(server).count { $0["listener"] != nil } >= 2 }
            let own = try Self.lines(server).filter { $0["listener"] != nil }
            #expect(Set(own.compactMap { $0["message"]?.text }) == ["listening"])
            #expect(own.contains { $0["address"]?.text == "https://127.0.0.1:\(server.port)" }, "\(server.log)")
            #expect(!server.log.contains("Server started"), "\(server.log)")
        }
    }

    @Test func `on a terminal it is text, and JSON there when that is asked for`() throws {
        for (format, isJSON) in [("auto", false), ("json", true)] {
            let files = try TemporaryDirectory()
            defer { files.remove() }
            let program = try RunningProgram(
                "script",
                [
                    "--quiet", "--flush", "--command",
                    "exec \(Programs.server) --state-dir \(files.path)/state --listen 127.0.0.1:0 --log-format \(format)",
                    "/dev/null",
                ],
                environment: Spawn.environment(home: files.path),
                errorFile: files.path + "/error"
            )
            defer { program.end() }
            var line = ""
            while !line.contains("first start") { line = try program.line(within: .seconds(60)) }
            // The terminal itself puts a carriage return before each line feed.
            line = line.replacing("\r", with: "")
            if isJSON {
                #expect(try JSON(line.utf8)["hub.id"]?.text == "hub")
            } else {
                #expect(line.hasSuffix("Z notice first start: hub and owner token made hub.id=hub"), "\(line)")
            }
        }
    }

    @Test func `a trace of the environment goes to hub, device and records`() throws {
        try TestServer.run(["--log-level", "debug"]) { server in
            let site = try TunnelSite(server)
            try site.withAgent { agent in
                let arguments = ["stream", "connect", TunnelSite.device, "-n", "hub", "echo"]
                let run = try server.cli(arguments, input: "x", environment: ["TRACEPARENT": Self.parent])
                #expect(run.output == "x", "\(run)")
                #expect(try agent.await("closed")["traceId"]?.text == Self.trace)
                // Without one, and with one that is none, each stream has a trace of its own.
                var ids: Set<String> = []
                for given in [[:], ["TRACEPARENT": "00-nonsense"]] {
                    #expect(try server.cli(arguments, input: "x", environment: given).output == "x")
                    ids.insert(try #require(agent.await("closed")["traceId"]?.text))
                }
                #expect(ids.count == 2)
                #expect(!ids.contains(Self.trace))
            }
            #expect(
                try Self.lines(server).contains {
                    $0["trace.id"]?.text == Self.trace && $0["operation"]?.text == "openStream"
                }
            )
            let records = { () -> [String] in
                try ProgramRun.tool(
                    "sqlite3",
                    [
                        "-readonly", server.state + "/devicestream.db",
                        "SELECT json_extract(record, '$.operationName') FROM activity WHERE "
                            + "json_extract(record, '$.properties.traceId') = '\(Self.trace)' ORDER BY id",
                    ]
                ).output.split(separator: "\n").map(String.init)
            }
            try wait(for: "the records of the stream") { try records().count == 2 }
            #expect(try records() == ["streamRequest", "streamEnd"])
        }
    }
}
