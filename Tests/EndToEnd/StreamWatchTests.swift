import Foundation
import Testing

/// `devicestream stream watch`, with a device that answers.
@Suite struct StreamWatchTests {
    private static let watch = ["stream", "watch", "-n", "hub"]

    /// The next stream that is told in this state; others are passed over.
    private func next(_ state: String, of program: RunningProgram) throws -> JSON {
        while true {
            let stream = try JSON(try program.line().utf8)
            if stream["state"]?.text == state { return stream }
        }
    }

    @Test func `a stream is told as it comes, as its bytes go, and as it ends`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            try site.withAgent { _ in
                let connect = ["stream", "connect", TunnelSite.device, "echo", "-n", "hub", "--reason", "Ticket 4711"]
                // What ended before is not told.
                #expect(try server.cli(connect, input: "before").status == 0)
                let watch = try site.start(Self.watch + ["--device", TunnelSite.device])
                defer { watch.end() }
                let stream = try site.start(connect)
                defer { stream.end() }
                try stream.write("one\n")
                #expect(try stream.line() == "one")
                var seen = try next("established", of: watch)
                #expect(seen["deviceId"]?.text == TunnelSite.device && seen["reason"]?.text == "Ticket 4711")
                let id = seen["streamId"]?.text
                while seen["bytes"]?["fromService"]?.number != 4 { seen = try next("established", of: watch) }
                // Who comes later is told first of what lives, and here of nothing more.
                let later = try server.cli(Self.watch + ["--top", "1"])
                #expect(later.status == 0, "\(later)")
                #expect(try JSON(later.outputBytes)["streamId"]?.text == id, "\(later)")
                let words = try server.cli(Self.watch + ["--top", "1", "-o", "table"])
                #expect(words.output.contains("  established  press-07  "), "\(words)")
                stream.closeInput()
                #expect(try stream.wait() == 0)
                let ended = try next("ended", of: watch)
                // The end of each direction is three bytes of its own.
                #expect(ended["streamId"]?.text == id && ended["bytes"]?["fromDevice"]?.number == 7, "\(ended)")
            }
        }
    }

    @Test func `it goes on after a restart with what changed, and ends with its token`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let state = files.path + "/state"
        var port = 0
        var program: RunningProgram?
        defer { program?.end() }
        try TestServer.run(state: state) { server in
            port = server.port
            let site = try TunnelSite(server)
            try site.withAgent { _ in
                let words = Self.watch + ["--server", server.origin, "--cacert", server.caFile]
                program = try RunningProgram(
                    Programs.client,
                    words,
                    environment: server.cliEnvironment(["DEVICESTREAM_TOKEN": server.token("reader")]),
                    errorFile: files.path + "/watch.err"
                )
                let stream = try site.start(["stream", "connect", TunnelSite.device, "echo", "-n", "hub"])
                defer { stream.end() }
                _ = try next("established", of: #require(program))
            }
            // The end of the stream is told before the server stops, or after it is back.
            server.program.signal(SIGTERM)
            _ = try server.program.wait()
        }
        try TestServer.run(["--listen", "127.0.0.1:\(port)"], state: state) { server in
            let watch = try #require(program)
            let first = try next("ended", of: watch)["streamId"]?.text
            // What was told is not told again: the next line is that of the next stream.
            let site = try TunnelSite(server)
            try site.withAgent { _ in
                let second = try server.cli(
                    "stream",
                    "connect",
                    TunnelSite.device,
                    "echo",
                    "-n",
                    "hub",
                    input: "second"
                )
                #expect(second.status == 0, "\(second)")
            }
            let other = try JSON(watch.line().utf8)
            #expect(first != nil && other["streamId"]?.text != first, "\(other)")
            let id = try JSON(server.get("/v1/tokens").body)["value"]?.rows.first { $0["name"]?.text == "reader" }
            let reply = try server.request("DELETE", "/v1/tokens/" + (id?["id"]?.text ?? ""))
            #expect(reply.status == 204)
            #expect(try watch.exit() == 4, "\(files.text("watch.err"))")
        }
    }

    @Test func `a device that is none, and an output that is no lines, are refused`() throws {
        try TestServer.run { server in
            for words in [["--device", "a b"], ["--top", "0"], ["--query", "value"]] {
                let run = try server.cli(Self.watch + words)
                #expect(run.status == 2 && run.output.isEmpty, "\(run)")
            }
            let unknown = try server.cli("stream", "watch", "-n", "plant-7")
            #expect(unknown.status == 3, "\(unknown)")
        }
    }
}
