import Foundation
import Testing

/// `allowlist watch`, look by look.
struct WatchTests {
    /// Appends what it gets to the file that its first argument names, then ends with the status of the second.
    private static let keeper =
        #"{ echo "$DEVICESTREAM_ALLOWLIST_VERSION ${DEVICESTREAM_TOKEN-none}"; cat; } >>"$0"; exit "$1""#

    private func look(
        _ server: TestServer,
        _ file: String,
        status: Int = 0,
        memory: String? = nil
    ) throws -> ProgramRun {
        let memory = memory.map { ["--memory", $0] } ?? []
        let words = ["allowlist", "watch", "-n", "hub", "--format", "names", "--once", "--exec", "sh"] + memory
        return try server.cli(
            words + ["--", "-c", Self.keeper, file, String(status)],
            environment: [
                "DEVICESTREAM_TOKEN": try server.ownerToken(), "DEVICESTREAM_SERVER": server.origin,
                "DEVICESTREAM_CACERT": server.caFile,
            ]
        )
    }

    @Test func `a list is given once, again when it has changed, and the program sees no token`() throws {
        try TestServer.run { server in
            let files = try TemporaryDirectory()
            defer { files.remove() }
            let file = files.path + "/kept"
            let version = try server.cli("allowlist", "version", "-n", "hub", "--query", "version", "-o", "tsv").output
            let names = try server.cli("allowlist", "show", "-n", "hub", "--format", "names").output
            let first = try look(server, file)
            #expect(first.status == 0, "\(first)")
            let once = version.dropLast() + " none\n" + names
            #expect(files.text("kept") == once)
            #expect(try look(server, file).status == 0)
            #expect(files.text("kept") == once)

            #expect(try server.cli("endpoint", "add", "local-002", "-n", "hub", "-o", "none").status == 0)
            // A program that fails gets the same list at the next look.
            let failed = try look(server, file, status: 3)
            #expect(failed.status == 1, "\(failed)")
            #expect(failed.error.contains("status 3"), "\(failed)")
            let twice = files.text("kept")
            #expect(twice.hasPrefix(once) && twice.contains("hub.local-002.streams."))
            #expect(try look(server, file).status == 0)
            let thrice = files.text("kept")
            #expect(thrice == once + twice.dropFirst(once.count) + twice.dropFirst(once.count))
            #expect(try look(server, file).status == 0)
            #expect(files.text("kept") == thrice)
        }
    }

    @Test func `an older list is not given, nor is a memory of others believed`() throws {
        try TestServer.run { server in
            let files = try TemporaryDirectory()
            defer { files.remove() }
            let memory = try files.write("memory", Array(#"{"tag":"x","version":"2999010100"}"#.utf8))
            chmod(memory, 0o644)
            let exposed = try look(server, files.path + "/kept", memory: memory)
            #expect(exposed.status == 1, "\(exposed)")
            chmod(memory, 0o600)
            let older = try look(server, files.path + "/kept", memory: memory)
            #expect(older.status == 12, "\(older)")
            #expect(older.error.contains("older"), "\(older)")
            #expect(files.text("kept").isEmpty)
        }
    }

    @Test func `without a program the list is printed`() throws {
        try TestServer.run { server in
            let names = try server.cli("allowlist", "show", "-n", "hub", "--format", "nftables")
            let words = ["allowlist", "watch", "-n", "hub", "--format", "nftables", "--once"]
            let first = try server.cli(words)
            #expect(first.status == 0, "\(first)")
            #expect(first.output == names.output)
            #expect(try server.cli(words).output.isEmpty)
        }
    }

    @Test func `a program that hangs is killed with all that it started, and gets the list again`() throws {
        try TestServer.run { server in
            let files = try TemporaryDirectory()
            defer { files.remove() }
            let words = ["allowlist", "watch", "-n", "hub", "--format", "names", "--once", "--exec", "sh"]
            let pids = files.path + "/pids"
            let script = #"sleep 300 & echo $! $$ >"$0"; wait"#
            let run = try server.cli(words + ["--exec-timeout", "1s", "--", "-c", script, pids])
            #expect(run.status == 1, "\(run)")
            #expect(run.error.contains("did not end in time"), "\(run)")
            for pid in files.text("pids").split(whereSeparator: \.isWhitespace) {
                // A child that nobody has waited for yet is dead all the same.
                try wait(for: "the end of \(pid)") {
                    let state = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
                    return state.map { $0.contains(") Z ") } ?? true
                }
            }
            let again = try server.cli(words + ["--", "-c", "cat >\"$0\"", files.path + "/kept"])
            #expect(again.status == 0, "\(again)")
            #expect(files.text("kept").contains(".streams."))
            #expect(try server.cli(words + ["--exec-timeout", "301s"]).status == 2)
            #expect(try server.cli("allowlist", "watch", "-n", "hub", "--exec-timeout", "1s").status == 2)
        }
    }

    @Test func `--verbose and --debug tell of its requests, without the token`() throws {
        try TestServer.run { server in
            for words in [["watch", "--once", "--format", "names"], ["verify"]] {
                let run = try server.cli(["allowlist"] + words + ["-n", "hub", "--verbose", "--debug"])
                #expect(run.status == 0, "\(run)")
                #expect(
                    run.error.contains("INFO: GET https://devicestream.localhost:\(server.port)/v1/hubs/hub/allowlist"),
                    "\(run)"
                )
                #expect(run.error.contains("> GET /v1/hubs/hub/allowlist"), "\(run)")
                #expect(try !run.error.contains(server.ownerToken()))
                let quiet = try server.cli(["allowlist"] + words + ["-n", "hub"])
                #expect(!quiet.error.contains("GET /v1"), "\(quiet)")
            }
        }
    }

    @Test func `a hub that there is not ends it`() throws {
        try TestServer.run { server in
            let run = try server.cli("allowlist", "watch", "-n", "none", "--format", "names")
            #expect(run.status == 3, "\(run)")
        }
    }
}
