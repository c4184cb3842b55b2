import DeviceSDK
import Foundation
import Glibc
import ServiceSDK
import Testing

/// The activity log over real programs: what streams leave behind, and who may read it.
@Suite(.timeLimit(.minutes(3))) struct LogTests {
    private static let streams = "/v1/hubs/hub/devices/press-07/streams"

    /// Records of one category, as the list has them, the oldest first.
    private func records(_ server: TestServer, _ arguments: String...) throws -> [JSON] {
        let run = try server.cli(["log", "list", "-n", "hub", "--top", "1000"] + arguments)
        #expect(run.status == 0, "\(run)")
        return try JSON(run.outputBytes).rows.reversed()
    }

    private func ask(
        _ server: TestServer,
        _ name: String,
        _ members: String = "",
        as bearer: Bearer = .owner
    ) throws
        -> HTTPReply
    {
        try server.request("POST", Self.streams, json: "{\"streamName\":\"\(name)\"\(members)}", as: bearer)
    }

    @Test func `streams of every kind leave exactly the records that they should`() async throws {
        try await TestServer.runAsync { server in
            let site = try await SDKSite(server)
            let remote = try Remote(server)
            var tracking: [String: String] = [:]
            var ends: [String: String] = [:]
            try await site.serving(try site.device()) { request in
                switch request.name.text {
                case "reject": try await request.reject(reason: "closed for the night", code: "Night")
                case "silent": break
                default:
                    let stream = try await request.accept()
                    // Some are closed and cut, which is an error here; the device goes on with the others.
                    try? await stream.echo()
                }
            } _: {
                let fine = try await site.service().openStream(to: SDKSite.press, name: StreamName("fine"))
                try await fine.write("hello".utf8)
                try fine.finish()
                #expect(try await fine.rest() == Array("hello".utf8))
                await fine.close()
                for (name, members, status) in [
                    ("reject", "", 403), ("silent", ",\"responseTimeoutSeconds\":1", 504),
                ] {
                    let reply = try await blocking { try remote.ask(name, members) }
                    #expect(reply.status == status, "\(reply)")
                    tracking[name] = reply["x-ms-request-id"]
                }
                let stranger = try await blocking { try remote.ask("stranger", token: "dst_wrong") }
                #expect(stranger.status == 401)
                tracking["stranger"] = stranger["x-ms-request-id"]
                let closed = try await site.service().openStream(to: SDKSite.press, name: StreamName("operator"))
                let throttled = try await blocking {
                    let limit = ["hub", "update", "hub", "--max-concurrent-streams-per-device"]
                    #expect(try remote.cli(limit + ["1", "-o", "none"]).status == 0)
                    let throttled = try remote.ask("throttled")
                    #expect(throttled.status == 429, "\(throttled)")
                    #expect(try remote.cli(limit + ["unlimited", "-o", "none"]).status == 0)
                    let live = try remote.cli(["stream", "list", "-n", "hub", "--state", "established"])
                    let id = try #require(try JSON(live.outputBytes).rows.first?["streamId"]?.text)
                    let close = ["stream", "close", id, "-n", "hub", "--reason", "done", "-y", "-o", "none"]
                    #expect(try remote.cli(close).status == 0)
                    return throttled
                }
                tracking["throttled"] = throttled["x-ms-request-id"]
                // The hub has closed it: reading tells so.
                _ = try? await closed.rest()
                ends["operator"] = closed.end.map { "\($0)" }
                await closed.close()
                try await blocking { try remote.cut() }
            }
            let found = try await blocking {
                _ = try remote.cli(["device", "create", "away", "-n", "hub", "-o", "none"])
                return try remote.cli(
                    ["stream", "open", "away", "-n", "hub", "--stream-name", "offline", "--error-format", "json"]
                )
            }
            #expect(found.status == 9, "\(found)")
            tracking["offline"] = try JSON(found.error.utf8)["error"]?["trackingId"]?.text
            try check(server, tracking, ends)
        }
    }

    /// The programs of somebody who uses the server, on any thread.
    private struct Remote: Sendable {
        let environment: [String: String]
        let origin: String
        let caFile: String
        let token: String
        let errorFile: String

        init(_ server: TestServer) throws {
            environment = server.cliEnvironment()
            origin = server.origin
            caFile = server.caFile
            token = try server.ownerToken()
            errorFile = server.files.path + "/cut.err"
        }

        func cli(_ arguments: [String]) throws -> ProgramRun {
            try ProgramRun.run(Programs.client, arguments, environment: environment)
        }

        /// Asks for a stream with curl.
        func ask(_ name: String, _ members: String = "", token: String? = nil) throws -> HTTPReply {
            let run = try ProgramRun.run(
                "curl",
                [
                    "--silent", "--show-error", "--include", "--http1.1", "--noproxy", "*", "--cacert", caFile,
                    "--max-time", "50", "--header", "Authorization: Bearer \(token ?? self.token)", "--json",
                    "{\"streamName\":\"\(name)\"\(members)}", origin + LogTests.streams,
                ],
                environment: environment
            )
            return try #require(HTTPReply(run.outputBytes), "\(run)")
        }

        /// Runs a stream whose service is killed, until its end is on record.
        func cut() throws {
            let arguments = ["stream", "connect", "press-07", "-n", "hub", "--any-service", "--stream-name", "cut"]
            let program = try RunningProgram(Programs.client, arguments, environment: environment, errorFile: errorFile)
            defer { program.end() }
            try program.write("bye\n")
            do {
                #expect(try program.line() == "bye")
            } catch {
                let words = FileManager.default.contents(atPath: errorFile) ?? Data()
                throw RunningProgram.Failure(description: "\(error): \(String(decoding: words, as: UTF8.self))")
            }
            program.signal(SIGKILL)
            try wait(for: "the end of the cut stream") {
                let list = try cli(["log", "list", "-n", "hub", "--text", "cut"])
                return try JSON(list.outputBytes).rows.contains { $0["OperationName"]?.text == "streamEnd" }
            }
        }
    }

    private func check(
        _ server: TestServer,
        _ tracking: [String: String],
        _ ends: [String: String]
    ) throws {
        let found = try records(server, "--category", "DeviceStreams")
        func line(_ record: JSON) -> String {
            let properties = record["properties"] ?? .null
            let parts = [
                properties["streamName"]?.text, record["OperationName"]?.text, record["ResultType"]?.text,
                properties["stage"]?.text,
            ]
            return parts.map { $0 ?? "-" }.joined(separator: " ")
        }
        #expect(
            found.map(line).sorted()
                == [
                    "cut streamEnd Success -", "cut streamRequest Success -",
                    "fine streamEnd Success -", "fine streamRequest Success -",
                    "offline streamRequest DeviceNotOnline lookup",
                    "operator streamEnd StreamClosed -", "operator streamRequest Success -",
                    "reject streamRequest StreamRejected answer",
                    "silent streamRequest GatewayTimeout answer",
                    "- streamRequest IotHubUnauthorizedAccess lookup",
                    "throttled streamRequest StreamLimitReached lookup",
                ].sorted()
        )
        func record(_ name: String, _ operation: String) throws -> JSON {
            let record = found.first {
                $0["properties"]?["streamName"]?.text == name && $0["OperationName"]?.text == operation
            }
            return try #require(record?["properties"])
        }
        // Each end of a direction is a payload of three bytes, where both sides carry half-closes.
        let fine = try record("fine", "streamEnd")
        #expect(fine["bytesFromService"]?.number == 8)
        #expect(fine["bytesFromDevice"]?.number == 8)
        #expect(fine["closeReason"]?.text?.isEmpty == false)
        #expect(try record("cut", "streamEnd")["bytesFromService"]?.number == 4)
        #expect(try record("cut", "streamEnd")["closeReason"]?.text == "the service disconnected")
        #expect(try record("operator", "streamEnd")["closeReason"]?.text == "closed by first owner: done")
        for (name, id) in tracking where name != "stranger" {
            #expect(try record(name, "streamRequest")["trackingId"]?.text == id, "\(name)")
        }
        let closedID = try #require(try record("operator", "streamEnd")["trackingId"]?.text)
        #expect(ends["operator"]?.contains("tracking " + closedID) == true, "\(ends)")
        let stranger = found.first { $0["ResultType"]?.text == "IotHubUnauthorizedAccess" }
        #expect(stranger?["properties"]?["trackingId"]?.text == tracking["stranger"])
        #expect(stranger?["properties"]?["callerAddress"]?.text == "127.0.0.1")
        for name in ["fine", "cut", "operator"] {
            let id = try #require(try record(name, "streamEnd")["trackingId"]?.text)
            let story = try server.cli("log", "show", id, "-n", "hub", "-o", "json")
            let operations = try JSON(story.outputBytes).rows.map { $0["OperationName"]?.text }
            #expect(operations == ["streamRequest", "streamEnd"], "\(name)")
        }
        let connections = try records(server, "--category", "Connections").map { $0["OperationName"]?.text }
        #expect(connections == ["deviceConnect", "deviceDisconnect"])
    }

    @Test func `a record is found within a second of what happened`() throws {
        try TestServer.run { server in
            _ = try server.cli("device", "create", "press-07", "-n", "hub", "-o", "none")
            for number in 1...5 {
                let asked = ContinuousClock.now
                #expect(try ask(server, "n\(number)").status == 404)
                let list = try server.get("/v1/hubs/hub/logs?text=n\(number)")
                #expect(list.json["value"]?.rows.count == 1, "\(list)")
                #expect(ContinuousClock.now - asked < .seconds(1))
            }
        }
    }

    @Test func `a tail shows what happens, goes on after a restart, and ends with its token`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let state = files.path + "/state"
        var port = 0
        var token = ""
        var program: RunningProgram?
        defer { program?.end() }
        try TestServer.run(state: state) { server in
            port = server.port
            token = try server.token("reader")
            program = try RunningProgram(
                Programs.client,
                ["log", "tail", "-n", "hub", "--server", server.origin, "--cacert", server.caFile, "--from", "1h"],
                environment: server.cliEnvironment(["DEVICESTREAM_TOKEN": token]),
                errorFile: files.path + "/tail.err"
            )
            _ = try ask(server, "first")
            let record = try JSON(try #require(program).line().utf8)
            #expect(record["properties"]?["streamName"]?.text == "first")
        }
        try TestServer.run(["--listen", "127.0.0.1:\(port)"], state: state) { server in
            _ = try ask(server, "second")
            let tail = try #require(program)
            var names: [String?] = []
            while names.last != "second" { names.append(try JSON(tail.line().utf8)["properties"]?["streamName"]?.text) }
            #expect(!names.contains("first"))
            let id = try JSON(server.get("/v1/tokens").body)["value"]?.rows.first { $0["name"]?.text == "reader" }
            let revoked = ContinuousClock.now
            let reply = try server.request("DELETE", "/v1/tokens/" + (id?["id"]?.text ?? ""))
            #expect(reply.status == 204)
            #expect(try tail.exit() == 4, "\(files.text("tail.err"))")
            // Two seconds for the server, one for the client to ask again.
            #expect(ContinuousClock.now - revoked < .seconds(4))
        }
    }

    @Test func `verify proves a log whole and names the first record that is not`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let state = files.path + "/state"
        let checkpoint = files.path + "/checkpoint.json"
        try TestServer.run(state: state) { server in
            for number in 1...5 { _ = try ask(server, "n\(number)") }
            server.program.signal(SIGTERM)
            _ = try server.program.wait()
        }
        try TestServer.run(state: state) { server in
            let fine = try server.cli("log", "verify", "-n", "hub")
            #expect(fine.status == 0, "\(fine)")
            #expect(try JSON(fine.outputBytes)["signedUpTo"]?.number == 5)
            let written = try server.cli("log", "verify", "-n", "hub", "--query", "newestCheckpoint")
            try written.output.write(toFile: checkpoint, atomically: true, encoding: .utf8)
            let met = try server.cli("log", "verify", "-n", "hub", "--from", checkpoint)
            #expect(met.status == 0, "\(met)")
            #expect(met.output.contains("Nothing up to record 5 was rewritten"), "\(met)")
        }
        let change = "UPDATE activity SET record = replace(record, 'n3', 'n9') WHERE sequence = 3"
        try ProgramRun.tool("sqlite3", [state + "/devicestream.db", change])
        try TestServer.run(state: state) { server in
            let broken = try server.cli("log", "verify", "-n", "hub")
            #expect(broken.status == 12, "\(broken)")
            #expect(try JSON(broken.outputBytes)["firstBadRecord"]?.number == 3)
        }
    }
}
