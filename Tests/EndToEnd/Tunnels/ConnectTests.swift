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
                #expect(down.status == 10, "\(down)")
                #expect(down.error.contains("TargetUnavailable"), "\(down)")
            }
        }
    }
}
