import Foundation
import Testing

struct StoppingTests {
    @Test(arguments: [SIGTERM, SIGINT])
    func `a running request finishes, new ones find nobody, and the server ends with 0`(signal: Int32) throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let state = files.path + "/state"
        try TestServer.run(state: state) { server in
            let token = try server.ownerToken()
            // More than a batch, so that the first devices are there while the request runs.
            let first = (0..<600).map { "{\"deviceId\":\"d-\(1000 + $0)\"}\n" }.joined()
            let second = "{\"deviceId\":\"the-last\"}\n"
            try RawConversation.run(server) { conversation in
                try conversation.send(
                    "POST /v1/hubs/hub/deviceImport HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\n"
                        + "Content-Type: application/x-ndjson\r\n"
                        + "Content-Length: \(first.utf8.count + second.utf8.count)\r\n\r\n" + first
                )
                try wait(for: "the first batch") { try server.get("/v1/hubs/hub/devices/d-1000").status == 200 }
                server.program.signal(signal)
                try wait(for: "the listener's end") { try !Self.connects(server) }
                try conversation.send(second)
                let reply = try conversation.reply()
                #expect(reply.status == 200, "\(reply)")
                #expect(reply.json["created"]?.number == 601, "\(reply)")
            }
            #expect(try server.program.wait() == 0)
        }
        try TestServer.run(state: state) { (server) throws in
            #expect(try server.get("/v1/hubs/hub/devices/the-last").status == 200)
        }
    }

    @Test func `an idle connection does not hold it up`() throws {
        try TestServer.run { server in
            try RawConversation.run(server) { conversation in
                try conversation.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                #expect(try conversation.reply().status == 200)
                let start = ContinuousClock.now
                server.program.signal(SIGTERM)
                #expect(try server.program.wait() == 0)
                #expect(ContinuousClock.now - start < .seconds(4))
            }
        }
    }

    @Test func `a request that never ends is cut after 10 s`() throws {
        try TestServer.run { server in
            let token = try server.ownerToken()
            try RawConversation.run(server) { conversation in
                try conversation.send(
                    "POST /v1/hubs/hub/deviceImport HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\n"
                        + "Content-Type: application/x-ndjson\r\nContent-Length: 1000000\r\n\r\n"
                        + (0..<600).map { "{\"deviceId\":\"d-\(1000 + $0)\"}\n" }.joined()
                )
                try wait(for: "the first batch") { try server.get("/v1/hubs/hub/devices/d-1000").status == 200 }
                let start = ContinuousClock.now
                server.program.signal(SIGTERM)
                _ = try server.program.wait()
                let took = ContinuousClock.now - start
                #expect(took < .seconds(14), "\(took)")
            }
        }
    }

    @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
    func `the command line ends at once when it is interrupted`(signal: Int32, status: Int32) throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        // A server that takes connections and never says a word.
        let listener = try SilentListener()
        defer { listener.close() }
        let program = try RunningProgram(
            Programs.client,
            ["show", "--name", "hub", "--server", "https://127.0.0.1:\(listener.port)"],
            environment: Spawn.environment(home: files.path, ["DEVICESTREAM_STATE_DIR": files.path]),
            errorFile: files.path + "/error"
        )
        defer { program.end() }
        try listener.awaitConnection()
        let start = ContinuousClock.now
        program.signal(signal)
        #expect(try program.rest() == [])
        #expect(try program.wait() == status, "\(files.text("error"))")
        #expect(ContinuousClock.now - start < .seconds(2))
    }

    @Test func `a reader that goes away ends a list quietly`() throws {
        try TestServer.run { server in
            _ = try server.importDevices((0..<3000).map { "{\"deviceId\":\"d-\(10_000 + $0)\"}" })
            let run = try ProgramRun.run(
                "bash",
                [
                    "-c", "\"$1\" device list --all -o jsonl | head -n 1; echo \"${PIPESTATUS[0]}\"", "-",
                    Programs.client,
                ],
                environment: server.cliEnvironment()
            )
            let lines = run.output.split(separator: "\n")
            #expect(lines.count == 2, "\(run)")
            #expect(lines.last == "141", "\(run)")
            #expect(run.error == "", "\(run)")
        }
    }

    private static func connects(_ server: TestServer) throws -> Bool {
        let run = try ProgramRun.run(
            "curl",
            ["--silent", "--noproxy", "*", "--cacert", server.caFile, "--max-time", "5", server.origin + "/healthz"],
            environment: Spawn.environment(home: server.files.path)
        )
        // 7: connection refused.
        return run.status != 7
    }
}
