import Foundation
import Testing

/// A server that is killed keeps every write that it has acknowledged.
struct CrashSafetyTests {
    private static let writers = 4
    private static let perWriter = 500

    @Test func `kill -9 under concurrent writes loses no acknowledged device`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let state = files.path + "/state"
        var acknowledged: Set<String> = []
        for round in 0..<3 {
            acknowledged.formUnion(try Self.writeUntilKilled(round, files, state))
        }
        try TestServer.run(state: state) { server in
            let present = Set(try server.deviceIDs(top: 1000))
            #expect(acknowledged.subtracting(present) == [])
            let check = try ProgramRun.tool(
                "sqlite3",
                ["-readonly", state + "/devicestream.db", "PRAGMA integrity_check"]
            )
            #expect(check.output == "ok\n")
        }
    }

    @Test func `kill -9 during an import keeps whole batches and a server that starts`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let state = files.path + "/state"
        try TestServer.run(state: state) { server in
            let lines = (0..<50_000).map { "{\"deviceId\":\"d-\(100_000 + $0)\"}\n" }.joined()
            let file = try server.files.write("lines", lines.utf8)
            let upload = try RunningProgram(
                Programs.client,
                ["device", "import", file, "-n", "hub", "--retry", "0"],
                environment: server.cliEnvironment(),
                errorFile: server.files.path + "/upload"
            )
            defer { upload.end() }
            try wait(for: "the first devices") { try server.get("/v1/hubs/hub/devices/d-100000").status == 200 }
            server.program.signal(SIGKILL)
            #expect(try upload.wait() == 7, "\(server.files.text("upload"))")
        }
        try TestServer.run(state: state) { server in
            let ids = try server.deviceIDs(top: 1000)
            #expect(ids == (0..<ids.count).map { "d-\(100_000 + $0)" })
            #expect(ids.count < 50_000)
            let again = try server.cli("device", "create", "after-the-crash")
            #expect(again.status == 0, "\(again)")
        }
    }

    /// Devices are created over several connections until the server is killed; the ids it answered 201 for.
    private static func writeUntilKilled(
        _ round: Int,
        _ files: TemporaryDirectory,
        _ state: String
    ) throws -> Set<String> {
        try TestServer.run(state: state) { server in
            var writers: [RunningProgram] = []
            defer { for writer in writers { writer.end() } }
            for writer in 0..<Self.writers {
                let prefix = "r\(round)-w\(writer)"
                let file = try files.write("\(prefix).curl", try configuration(server, prefix).utf8)
                writers.append(
                    try RunningProgram(
                        "curl",
                        ["--silent", "--no-progress-meter", "--config", file],
                        environment: Spawn.environment(home: files.path),
                        errorFile: files.path + "/curl"
                    )
                )
            }
            try wait(for: "some devices of every writer") {
                try (0..<Self.writers).allSatisfy { writer in
                    try server.get("/v1/hubs/hub/devices/r\(round)-w\(writer)-20").status == 200
                }
            }
            server.program.signal(SIGKILL)
            var acknowledged: Set<String> = []
            for writer in writers {
                let lines = String(decoding: try writer.rest(), as: UTF8.self).split(separator: "\n")
                for line in lines where line.hasPrefix("201 ") { acknowledged.insert(String(line.dropFirst(4))) }
            }
            // Killed too late, it would prove nothing.
            #expect(acknowledged.count < Self.writers * Self.perWriter)
            #expect(acknowledged.count >= Self.writers * 20)
            return acknowledged
        }
    }

    /// Requests of one writer, one after the other on one connection.
    private static func configuration(_ server: TestServer, _ prefix: String) throws -> String {
        let token = try server.ownerToken()
        return (0..<perWriter).map { number in
            """
            url = "\(server.origin)/v1/hubs/hub/devices"
            noproxy = "*"
            cacert = "\(server.caFile)"
            header = "Authorization: Bearer \(token)"
            header = "Content-Type: application/json"
            data = "{\\"deviceId\\":\\"\(prefix)-\(number)\\"}"
            output = "/dev/null"
            max-time = 20
            write-out = "%{http_code} \(prefix)-\(number)\\n"
            """
        }.joined(separator: "\nnext\n") + "\n"
    }
}
