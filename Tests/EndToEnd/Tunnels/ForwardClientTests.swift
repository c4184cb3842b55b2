import Foundation
import Glibc
import Testing

/// `forward --exec`, addresses, and how a forward ends.
@Suite(.timeLimit(.minutes(2))) struct ForwardClientTests {
    private static let client = """
        import socket, sys
        connection = socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=30)
        connection.sendall(b"through")
        connection.shutdown(socket.SHUT_WR)
        print(connection.recv(100).decode(), sys.argv[3])
        sys.exit(17)
        """

    @Test func `what a client sent before it ended arrives`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            try PeerService.run("rest(connection)") { target in
                try site.withAgent("--service", "sink=\(target)") { agent in
                    let script = """
                        import socket, sys
                        connection = socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=30)
                        connection.sendall(bytes(8 << 20))
                        """
                    let run = try site.forward(
                        "0:sink",
                        "--exec",
                        "python3",
                        "--",
                        "-c",
                        script,
                        "{{host}}",
                        "{{port}}"
                    )
                    #expect(run.status == 0, "\(run)")
                    let closed = try agent.await("closed")
                    #expect(closed["received"]?.number == 8 << 20)
                    #expect(closed["code"] == nil)
                }
            }
        }
    }

    @Test func `a client is given the port, and its exit status is that of the command`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            try site.withAgent { _ in
                let run = try site.forward(
                    "0:echo",
                    "--exec",
                    "python3",
                    "--",
                    "-c",
                    Self.client,
                    "{{host}}",
                    "{{port}}",
                    "$(touch x) {{port"
                )
                #expect(run.status == 17, "\(run)")
                #expect(run.output == "through $(touch x) {{port\n", "\(run)")
                let killed = try site.forward("0:echo", "--exec", "sh", "--", "-c", "kill -9 $$")
                #expect(killed.status == 128 + SIGKILL, "\(killed)")
                let none = try site.forward("0:echo", "--exec", "/no/such/program")
                #expect(none.status == 2, "\(none)")
            }
        }
    }

    @Test func `a client inherits its standard streams and nothing else`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            try site.withAgent { _ in
                // The fourth is the directory that is being listed.
                let run = try site.forward("0:echo", "--exec", "sh", "--", "-c", "ls /proc/self/fd | wc -l")
                #expect(run.output.filter(\.isNumber) == "4", "\(run)")
            }
        }
    }

    @Test func `other addresses are listened on when they are named`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            try site.withAgent { _ in
                let echo = """
                    with connect() as connection:
                        connection.sendall(b"hello")
                        connection.shutdown(socket.SHUT_WR)
                        print(rest(connection).decode())
                    """
                let forward = try site.start([
                    "forward", TunnelSite.device, "-n", "hub", "-L", "[::1]:0:echo", "-L", "127.0.0.2:0:echo", "-o",
                    "jsonl",
                ])
                defer { forward.end() }
                let first = try forward.await("listening")
                #expect(first["host"]?.text == "::1")
                let second = try forward.await("listening")
                #expect(second["host"]?.text == "127.0.0.2")
                #expect(try PeerService.client(#require(first["port"]?.number), host: "::1", echo) == "hello\n")
                #expect(try PeerService.client(#require(second["port"]?.number), host: "127.0.0.2", echo) == "hello\n")
                let taken = try site.forward("[::1]:\(#require(first["port"]?.number)):echo")
                #expect(taken.status == 1, "\(taken)")
                #expect(taken.error.contains("Address already in use"), "\(taken)")
                forward.signal(SIGINT)
                #expect(try forward.wait() == 130)
            }
        }
    }

    @Test func `a connection that gets no stream is closed, and the next one is served`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            try site.withAgent { _ in
                try site.withForward("web", "-L", "0:echo") { port, forward in
                    _ = try forward.await("listening")
                    let other = try #require(try forward.await("listening")["port"]?.number)
                    let output = try PeerService.client(port, "print(rest(connect()))")
                    #expect(output == "b''\n")
                    let failed = try forward.await("failed")
                    #expect(failed["code"]?.text == "StreamRejected")
                    #expect(failed["exitStatus"]?.number == 10)
                    let echo = "c = connect(); c.sendall(b'x'); print(c.recv(1))"
                    #expect(try PeerService.client(other, echo) == "b'x'\n")
                }
            }
        }
    }
}
