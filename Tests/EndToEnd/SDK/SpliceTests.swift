import Foundation
import ServiceSDK
import Testing

/// Programs of others through two splices, the gateway between them.
@Suite(.timeLimit(.minutes(3))) struct SpliceTests {
    /// A TCP service in Python; its first line is its port.
    private func withPeer(_ script: String, _ body: (Int) async throws -> Void) async throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        try files.write("peer.py", (Self.listening + script).utf8)
        let program = try RunningProgram(
            "python3",
            [files.path + "/peer.py"],
            environment: Spawn.environment(home: files.path),
            errorFile: files.path + "/errors"
        )
        defer { program.end() }
        try await body(try #require(Int(try program.line())))
    }

    private func client(_ script: String, port: Int) async throws -> String {
        try await blocking { try ProgramRun.tool("python3", ["-c", Self.connecting + script, String(port)]).output }
    }

    private static let listening = """
        import hashlib, socket, threading
        listener = socket.create_server(("127.0.0.1", 0), backlog=200)
        print(listener.getsockname()[1], flush=True)
        def rest(connection):
            parts = []
            while piece := connection.recv(1 << 20):
                parts.append(piece)
            return b"".join(parts)
        def run(serve):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

        """
    private static let connecting = """
        import hashlib, os, socket, sys, threading
        def rest(connection):
            parts = []
            while piece := connection.recv(1 << 20):
                parts.append(piece)
            return b"".join(parts)
        def connect():
            return socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=60)

        """

    @Test func `a client that closes its direction first gets the whole answer`() async throws {
        try await withPeer(
            """
            def serve(connection):
                data = rest(connection)
                connection.sendall(hashlib.sha256(data).hexdigest().encode() + data[::-1])
                connection.close()
            run(serve)
            """
        ) { target in
            try await TestServer.runAsync { server in
                try await Tunnel.run(try await SDKSite(server), to: target) { port in
                    let output = try await client(
                        """
                        data = os.urandom(32 << 20)
                        connection = connect()
                        connection.sendall(data)
                        connection.shutdown(socket.SHUT_WR)
                        answer = rest(connection)
                        print(answer == hashlib.sha256(data).hexdigest().encode() + data[::-1])
                        """,
                        port: port
                    )
                    #expect(output == "True\n")
                }
            }
        }
    }

    @Test func `a server that closes its direction first hears the rest of the client`() async throws {
        try await withPeer(
            """
            def serve(connection):
                connection.sendall(b"banner")
                connection.shutdown(socket.SHUT_WR)
                data = rest(connection)
                with open(__file__ + ".got", "w") as file:
                    file.write(hashlib.sha256(data).hexdigest())
                connection.close()
            run(serve)
            """
        ) { target in
            try await TestServer.runAsync { server in
                try await Tunnel.run(try await SDKSite(server), to: target) { port in
                    let output = try await client(
                        """
                        connection = connect()
                        banner = rest(connection)
                        connection.sendall(b"x" * (4 << 20))
                        connection.shutdown(socket.SHUT_WR)
                        print(banner.decode())
                        """,
                        port: port
                    )
                    #expect(output == "banner\n")
                }
            }
        }
    }

    @Test func `fifty connections at once are apart`() async throws {
        try await withPeer(
            """
            def serve(connection):
                while piece := connection.recv(65536):
                    connection.sendall(piece)
                connection.close()
            run(serve)
            """
        ) { target in
            try await TestServer.runAsync { server in
                let limits = try server.request(
                    "PATCH",
                    "/v1/hubs/hub",
                    json: #"{"properties":{"limits":{"newStreamsPerSecond":null}}}"#
                )
                #expect(limits.status == 200, "\(limits)")
                try await Tunnel.run(try await SDKSite(server), to: target) { port in
                    let output = try await client(
                        """
                        good = []
                        def one():
                            data = os.urandom(300000)
                            connection = connect()
                            writer = threading.Thread(target=lambda: (connection.sendall(data), connection.shutdown(socket.SHUT_WR)))
                            writer.start()
                            good.append(rest(connection) == data)
                            writer.join()
                        threads = [threading.Thread(target=one) for _ in range(50)]
                        [thread.start() for thread in threads]
                        [thread.join() for thread in threads]
                        print(len(good), all(good))
                        """,
                        port: port
                    )
                    #expect(output == "50 True\n")
                }
            }
        }
    }
}
