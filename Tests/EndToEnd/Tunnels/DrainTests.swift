import Foundation
import Testing

/// How `agent run` and `forward` end while streams are open.
@Suite(.timeLimit(.minutes(2))) struct DrainTests {
    private static let connect = ["stream", "connect", TunnelSite.device, "echo", "-n", "hub"]

    @Test func `an agent that is told to end takes nothing new, and lets its streams come to their end`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            try site.withAgent { agent in
                let stream = try site.start(Self.connect)
                defer { stream.end() }
                try stream.write("one\n")
                #expect(try stream.line() == "one")
                agent.signal(SIGTERM)
                try agent.await("stopping")
                try wait(for: "the device to be offline") { try server.cli(Self.connect, input: "").status == 9 }
                try stream.write("two\n")
                #expect(try stream.line() == "two")
                stream.closeInput()
                #expect(try stream.wait() == 0)
                #expect(try agent.await("closed")["received"]?.number == 8)
                #expect(try agent.wait(within: .seconds(2)) == 143)
            }
        }
    }

    @Test func `a stream that does not end is cut after 5 s, and its other side knows`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            try PeerService.run("connection.sendall(b'part of it'); rest(connection)") { target in
                try site.withAgent("--service", "slow=\(target)") { agent in
                    let words = ["stream", "connect", TunnelSite.device, "slow", "-n", "hub"]
                    let stream = try site.start(words)
                    defer { stream.end() }
                    #expect(try stream.read(within: .seconds(30)) == Array("part of it".utf8))
                    let start = ContinuousClock.now
                    agent.signal(SIGTERM)
                    #expect(try agent.wait() == 143)
                    #expect(ContinuousClock.now - start >= .seconds(5))
                    #expect(try stream.rest() == [])
                    #expect(try stream.exit() == 7)
                    #expect(site.errors("stream").contains("broke"), "\(site.errors("stream"))")
                }
            }
        }
    }

    @Test func `a second signal cuts at once`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            try site.withAgent { agent in
                let stream = try site.start(Self.connect)
                defer { stream.end() }
                try stream.write("one\n")
                #expect(try stream.line() == "one")
                let start = ContinuousClock.now
                agent.signal(SIGTERM)
                try agent.await("stopping")
                agent.signal(SIGINT)
                #expect(try agent.wait() == 143)
                #expect(ContinuousClock.now - start < .seconds(5))
                #expect(try stream.rest() == [])
            }
        }
    }

    @Test func `a forward that is told to end keeps its connections until they are done`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            try site.withAgent { _ in
                try site.withForward("echo") { port, forward in
                    let client = try Self.client(server, port)
                    defer { client.end() }
                    try client.write("one\n")
                    #expect(try client.line() == "one")
                    forward.signal(SIGTERM)
                    try forward.await("stopping")
                    try wait(for: "the port to be closed") { try PeerService.client(port, Self.knocking) == "closed\n" }
                    try client.write("two\n")
                    #expect(try client.line() == "two")
                    client.closeInput()
                    #expect(try client.wait() == 0)
                    #expect(try forward.await("closed")["sent"]?.number == 8)
                    #expect(try forward.wait(within: .seconds(2)) == 143)
                }
            }
        }
    }

    private static let knocking = """
        try:
            connect().close()
            print("open")
        except ConnectionRefusedError:
            print("closed")
        """

    /// A TCP client between the port and its standard streams, a line at a time.
    private static func client(_ server: TestServer, _ port: Int) throws -> RunningProgram {
        let script = """
            import socket, sys
            with socket.create_connection(("127.0.0.1", \(port)), timeout=30) as connection:
                lines = connection.makefile("r")
                for line in sys.stdin:
                    connection.sendall(line.encode())
                    print(lines.readline(), end="", flush=True)
            """
        return try RunningProgram(
            "python3",
            ["-c", script],
            environment: Spawn.environment(home: server.files.path),
            errorFile: server.files.path + "/client.err"
        )
    }
}
