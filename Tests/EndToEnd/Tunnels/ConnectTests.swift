import Foundation
import Testing

/// `stream connect`: a pipe to a service beside a device.
@Suite(.timeLimit(.minutes(2))) struct ConnectTests {
    @Test func `standard input and output are the stream`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            try site.withAgent { _ in
                let words = ["stream", "connect", TunnelSite.device, "echo", "-n", "hub"]
                // Standard input is a file here, and a pipe below.
                let text = String(repeating: "0123456789abcdef", count: 100_000)
                let run = try server.cli(words, input: text)
                #expect(run.status == 0, "\(run)")
                #expect(run.output == text)
                #expect(run.error == "")
                let program = try site.start(words)
                defer { program.end() }
                try program.write("one\n")
                #expect(try program.line() == "one")
                try program.write("two\n")
                #expect(try program.line() == "two")
                program.closeInput()
                #expect(try program.wait() == 0)
            }
        }
    }

    @Test func `it ends when the other side is gone, although its input is open`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            try site.withAgent { agent in
                let program = try site.start(["stream", "connect", TunnelSite.device, "echo", "-n", "hub"])
                defer { program.end() }
                try program.write("one\n")
                #expect(try program.line() == "one")
                agent.signal(SIGKILL)
                #expect(try program.rest() == [])
                #expect(try program.exit() == 7)
            }
        }
    }

    @Test func `bytes that cannot be written or read are no success`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            try site.withAgent { agent in
                let command = "\(Programs.client) stream connect \(TunnelSite.device) -n hub"
                func run(_ rest: String) throws -> ProgramRun {
                    try ProgramRun.run("sh", ["-c", command + rest], environment: server.cliEnvironment())
                }
                let full = try run(" chargen </dev/null >/dev/full")
                #expect(full.status == 1, "\(full)")
                #expect(full.error.contains("Standard output cannot be written: No space left on device."), "\(full)")
                #expect(try agent.await("closed")["service"]?.text == "chargen")
                // A directory opens, and cannot be read.
                let unreadable = try run(" echo </")
                #expect(unreadable.status == 1, "\(unreadable)")
                #expect(unreadable.error.contains("Standard input cannot be read: Is a directory."), "\(unreadable)")
                let closed = try agent.await("closed")
                #expect(closed["code"]?.text != nil, "the device took it for everything: \(closed)")
            }
        }
    }

    @Test func `each failure has its exit status`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            func connect(_ device: String, _ target: String) throws -> ProgramRun {
                try server.cli("stream", "connect", device, target, "-n", "hub")
            }
            #expect(try connect(TunnelSite.device, "echo").status == 9)
            #expect(try connect("press-08", "echo").status == 3)
            try site.withAgent("--service", "gone=127.0.0.1:1") { _ in
                let unknown = try connect(TunnelSite.device, "web")
                #expect(unknown.status == 10, "\(unknown)")
                #expect(unknown.error.contains("does not serve 'web'"), "\(unknown)")
                #expect(unknown.error.contains("gone"), "\(unknown)")
                let port = try connect(TunnelSite.device, "22")
                #expect(port.status == 10, "\(port)")
                let down = try connect(TunnelSite.device, "gone")
                #expect(down.status == 1, "\(down)")
                #expect(down.error.contains("code: TargetUnavailable (502202)"), "\(down)")
                #expect(down.error.contains("Nothing answers at 127.0.0.1:1"), "\(down)")
            }
        }
    }

    @Test func `a limit that is reached has status 11`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            let limit = ["hub", "update", "hub", "--max-concurrent-streams", "1", "-o", "none"]
            #expect(try server.cli(limit).status == 0)
            try site.withAgent("--transport", "mqtt", "--mqtt-port", "\(#require(server.mqttPort))") { _ in
                let words = ["stream", "connect", TunnelSite.device, "echo", "-n", "hub"]
                let first = try site.start(words)
                defer { first.end() }
                try first.write("x\n")
                #expect(try first.line() == "x")
                let second = try server.cli(words)
                #expect(second.status == 11, "\(second)")
                // The reader of standard output goes: the command ends, and so does the stream.
                let script = "\(Programs.client) \(words.joined(separator: " ")) </dev/null | true; echo ok"
                first.closeInput()
                #expect(try first.wait() == 0)
                let run = try ProgramRun.run("sh", ["-c", script], environment: server.cliEnvironment())
                #expect(run.output == "ok\n")
            }
        }
    }
}
