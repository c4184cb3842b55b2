import Foundation
import Testing

/// `allowlist watch` without `--once`: what it does over time, against a server whose list changes.
@Suite struct WatchLoopTests {
    /// What the program says of each list: its version, when it came, and its first line.
    private static let keeper = #"echo "$DEVICESTREAM_ALLOWLIST_VERSION $(date +%s) $(head -1)" >>"$0""#

    private func start(_ server: TestServer, _ file: String) throws -> RunningProgram {
        try RunningProgram(
            Programs.client,
            [
                "allowlist", "watch", "-n", "hub", "--format", "names", "-o", "jsonl", "--exec", "sh", "--", "-c",
                Self.keeper, file,
            ],
            environment: server.cliEnvironment(),
            errorFile: server.files.path + "/watch.err"
        )
    }

    private func version(_ server: TestServer) throws -> String {
        try String(server.cli("allowlist", "version", "-n", "hub", "--query", "version", "-o", "tsv").output.dropLast())
    }

    @Test func `each change is given once, at most once a minute, and what was given stays known`() throws {
        try TestServer.run { server in
            let file = server.files.path + "/kept"
            let first = try start(server, file)
            defer { first.end() }
            let one = try first.await("applied")
            #expect(one["version"]?.text == (try version(server)))
            // Two changes within the minute are one list.
            for stamp in ["local-002", "local-003"] {
                #expect(try server.cli("endpoint", "add", stamp, "-n", "hub", "-o", "none").status == 0)
            }
            let two = try first.await("applied", within: .seconds(100))
            let latest = try version(server)
            #expect(two["version"]?.text == latest)
            first.signal(SIGTERM)
            _ = try first.wait()
            let lines = server.files.text("kept").split(separator: "\n").map { $0.split(separator: " ") }
            #expect(lines.map(\.first) == [one["version"]?.text.map { $0[...] }, latest[...]], "\(lines)")
            #expect(lines.allSatisfy { $0.count == 3 && $0[2] == "hub.devicestream.localhost" }, "\(lines)")
            let times = lines.compactMap { $0.count == 3 ? Int($0[1]) : nil }
            #expect(times.count == 2 && times[1] - times[0] >= 59, "\(times)")

            // One that begins anew knows what was given, and gives what came since.
            #expect(try server.cli("endpoint", "add", "local-004", "-n", "hub", "-o", "none").status == 0)
            let second = try start(server, file)
            defer { second.end() }
            #expect(try second.await("applied")["version"]?.text == (try version(server)))
            second.signal(SIGTERM)
            _ = try second.wait()
            // The same memory: there is nothing to give.
            let once = try server.cli(
                ["allowlist", "watch", "-n", "hub", "--format", "names", "--once", "--exec", "sh"]
                    + ["--", "-c", Self.keeper, file]
            )
            #expect(once.status == 0, "\(once)")
            #expect(server.files.text("kept").split(separator: "\n").count == 3)
        }
    }
}
