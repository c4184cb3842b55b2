import Foundation
import Glibc
import Testing

/// `stream test`, `echo` and `demo`.
@Suite(.timeLimit(.minutes(2))) struct MeasureTests {
    @Test func `the way to a device is measured`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            try site.withAgent { _ in
                let words = ["stream", "test", TunnelSite.device, "-n", "hub", "--duration", "300ms", "--count", "20"]
                let run = try server.cli(words)
                #expect(run.status == 0, "\(run)")
                let json = try JSON(run.outputBytes)
                #expect(json["roundTrip"]?["count"]?.number == 20)
                let p50 = try #require(json["roundTrip"]?["p50Microseconds"]?.number)
                #expect(p50 > 0 && p50 <= json["roundTrip"]?["p99Microseconds"]?.number ?? 0)
                for direction in ["toDevice", "fromDevice"] {
                    #expect(json[direction]?["bytesPerSecond"]?.number ?? 0 > 1_000_000, "\(run)")
                }
                let table = try server.cli(words + ["-o", "table"])
                #expect(table.output.hasPrefix("DeviceId  "), "\(table)")
            }
        }
    }

    @Test func `the echo sample is two commands`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            let device = try site.start([
                "echo", "device", "--connection-string-file", site.deviceString, "-o", "jsonl",
            ])
            defer { device.end() }
            try device.await("connected")
            let run = try server.cli(
                "echo",
                "service",
                TunnelSite.device,
                "-n",
                "hub",
                "--message",
                "grüezi",
                "--query",
                "received",
                "-o",
                "tsv"
            )
            #expect(run.status == 0, "\(run)")
            #expect(run.output == "grüezi\n")
            device.signal(SIGTERM)
            #expect(try device.wait() == 143)
        }
    }

    /// A demo that leaves its files where a test sees them.
    private static func demo(_ files: TemporaryDirectory) throws -> RunningProgram {
        try RunningProgram(
            Programs.client,
            ["demo", "-o", "jsonl"],
            environment: Spawn.environment(home: files.path, ["TMPDIR": files.path]),
            errorFile: files.path + "/errors"
        )
    }

    @Test func `the demo has its first echo within ten seconds, and leaves nothing`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let demo = try Self.demo(files)
        defer { demo.end() }
        let ready = try demo.await("ready")
        #expect(ready["firstEchoMilliseconds"]?.number ?? .max < 10_000)
        let web = try #require(ready["webPort"]?.number)
        let page = try ProgramRun.tool("curl", ["--silent", "--noproxy", "*", "http://127.0.0.1:\(web)/"])
        #expect(page.output.contains("from behind the firewall"))
        let echo = "c = connect(); c.sendall(b'x'); print(c.recv(1))"
        #expect(try PeerService.client(#require(ready["echoPort"]?.number), echo) == "b'x'\n")
        demo.signal(SIGINT)
        #expect(try demo.wait() == 130)
        let left = try FileManager.default.contentsOfDirectory(atPath: files.path)
        #expect(left == ["errors"], "\(left)")
    }

    @Test func `a demo whose server ends says so and ends, too`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let demo = try Self.demo(files)
        defer { demo.end() }
        let state = try #require(try demo.await("ready")["stateDirectory"]?.text)
        let holder = try String(contentsOfFile: state + "/lock", encoding: .utf8).trimmingCharacters(in: .newlines)
        #expect(kill(try #require(Int32(holder)), SIGKILL) == 0)
        #expect(try demo.wait() == 1)
        #expect(files.text("errors").contains("The server of the demo has ended"), "\(files.text("errors"))")
        #expect(try FileManager.default.contentsOfDirectory(atPath: files.path) == ["errors"])
    }
}
