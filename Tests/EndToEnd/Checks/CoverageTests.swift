import Foundation
import Testing

/// `allowlist coverage`: agents report how they reach the endpoints, other devices show that they have not.
@Suite(.timeLimit(.minutes(3))) struct CoverageTests {
    private static let main = "hub.devicestream.localhost"
    private static let streaming = "hub.local-001.streams.devicestream.localhost"

    /// The rows of endpoints at a port.
    private static func rows(_ run: ProgramRun, _ port: Int?) throws -> [JSON] {
        try (JSON(run.outputBytes)["value"]?.rows ?? []).filter { $0["port"]?.number == port }
    }

    /// Device, host and result of each of them.
    private static func results(_ run: ProgramRun, _ port: Int?) throws -> [String] {
        try rows(run, port).map { row in
            ["deviceId", "host", "result"].map { row[$0]?.text ?? "?" }.joined(separator: " ")
        }
    }

    private func coverage(_ server: TestServer, _ arguments: String...) throws -> ProgramRun {
        try server.cli(["allowlist", "coverage", "-n", "hub"] + arguments, within: .seconds(90))
    }

    @Test func `an agent reports what it reaches and what not, also after a restart of the server`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let state = files.path + "/state"
        let port = try TestServer.run(state: state) { server in
            let site = try TunnelSite(server)
            _ = try server.cli("device", "create", "press-08", "-n", "hub", "-o", "none")
            let (main, streaming) = (Self.main, Self.streaming)
            // Nobody listens at that address.
            try site.withAgent("--resolve", "\(streaming):\(server.port):127.0.0.2", "--verbose") { agent in
                let before = try coverage(server)
                #expect(before.status == 0, "\(before)")
                #expect(
                    try Self.results(before, server.port) == [
                        "press-07 \(main) not reported", "press-07 \(streaming) not reported",
                        "press-08 \(main) not reported", "press-08 \(streaming) not reported",
                    ]
                )
                let run = try coverage(server, "--ask")
                #expect(run.status == 12, "\(run)")
                #expect(
                    try Self.results(run, server.port) == [
                        "press-07 \(main) ok", "press-07 \(streaming) failed",
                        "press-08 \(main) not reported", "press-08 \(streaming) not reported",
                    ],
                    "\(run)"
                )
                #expect(try agent.await("checked")["failed"]?.number == 1)
                let rows = try Self.rows(run, server.port)
                try #require(rows.count == 4)
                #expect(rows[0]["checks"]?["webSocket"]?.text == "ok", "\(run)")
                #expect(rows[0]["issuer"]?.text?.contains("CN=") == true, "\(run)")
                #expect(rows[1]["checks"]?["tcp"]?.text == "failed", "\(run)")
                #expect(rows[1]["checks"]?["tls"]?.text == "not tested", "\(run)")
                #expect(rows[1]["reportedAt"]?.text != nil && rows[1]["version"]?.text != nil, "\(run)")
                let table = try coverage(server, "-o", "table")
                #expect(table.output.hasPrefix("DeviceId  "), "\(table)")
                // Of a device that has not reported nothing failed.
                let other = try coverage(server, "--device", "press-08", "--ask")
                #expect(other.status == 0, "\(other)")
                #expect(other.error.contains("press-08 did not report"), "\(other)")
                let stranger = try coverage(server, "--device", "nobody")
                #expect(stranger.status == 3, "\(stranger)")
            }
            return server.port
        }
        // The name and port of before, at which nobody listens now.
        try TestServer.run(["--public-port", String(port)], state: state) { server in
            let way = [
                "DEVICESTREAM_SERVER": server.origin, "DEVICESTREAM_CACERT": server.caFile,
                "DEVICESTREAM_TOKEN": try server.ownerToken(),
            ]
            let words = ["allowlist", "coverage", "-n", "hub"]
            let run = try server.cli(words, environment: way)
            #expect(run.status == 12, "\(run)")
            #expect(try Self.results(run, port).prefix(2).last == "press-07 \(Self.streaming) failed", "\(run)")
            #expect(try server.cli("device", "delete", "press-07", "-n", "hub", "-y", environment: way).status == 0)
            let gone = try server.cli(words, environment: way)
            #expect(gone.status == 0, "\(gone)")
            #expect(try Self.results(gone, port).count == 2, "\(gone)")
        }
    }

    @Test func `a TLS interceptor before an agent is named, and told nothing`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            let place = ("127.0.0.2", server.port)
            try ForeignServer.run(names: "DNS:\(Self.streaming)", at: place) { interceptor in
                try site.withAgent("--resolve", "\(Self.streaming):\(server.port):127.0.0.2") { _ in
                    let run = try coverage(server, "--ask", "--query", "value[?result=='failed'] | [0]")
                    #expect(run.status == 12, "\(run)")
                    let row = try JSON(run.outputBytes)
                    #expect(row["host"]?.text == Self.streaming, "\(run)")
                    #expect(row["intercepted"] == .bool(true), "\(run)")
                    #expect(row["issuer"]?.text == "CN=Foreign CA", "\(run)")
                    #expect(interceptor.requests == "")
                }
            }
        }
    }

    @Test func `the port of MQTT is tested by an agent that was told of it, and left out by others`() throws {
        try TestServer.run(["--mqtt-listen", "127.0.0.1:0"]) { server in
            let site = try TunnelSite(server)
            let mqtt = try #require(server.mqttPort)
            try site.withAgent { _ in
                let run = try coverage(server, "--ask")
                #expect(run.status == 0, "\(run)")
                #expect(try Self.results(run, mqtt) == ["press-07 \(Self.main) not tested"], "\(run)")
            }
            try site.withAgent("--transport", "mqtt", "--mqtt-port", String(mqtt)) { _ in
                let run = try coverage(server, "--ask")
                #expect(run.status == 0, "\(run)")
                #expect(try Self.results(run, mqtt) == ["press-07 \(Self.main) ok"], "\(run)")
            }
        }
    }
}
