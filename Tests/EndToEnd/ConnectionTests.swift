import Testing

/// Connections that do nothing cost others nothing.
struct ConnectionTests {
    @Test(.timeLimit(.minutes(3))) func `2,000 idle connections stay, and the server still answers`() throws {
        try TestServer.run { server in
            let holder = try Self.holder(server, Self.idleScript, "2000")
            defer { holder.end() }
            #expect(try holder.line(within: .seconds(120)) == "held 2000")
            let start = ContinuousClock.now
            for _ in 0..<10 { #expect(try server.get("/v1/hubs/hub/deviceStreams").status == 200) }
            #expect(ContinuousClock.now - start < .seconds(10))
            holder.closeInput()
            #expect(try holder.line() == "open 2000")
            #expect(try holder.wait() == 0)
        }
    }

    @Test(.timeLimit(.minutes(2))) func `connections that never shake hands leave room for another address`() throws {
        try TestServer.run { server in
            let holder = try Self.holder(server, Self.silentScript, "1500")
            defer { holder.end() }
            #expect(try holder.line(within: .seconds(60)) == "held 1500")
            // From the crowded address there may be no way in; from any other there is.
            let reply = try server.request(
                "GET",
                "https://127.0.0.1:\(server.port)/readyz",
                as: .nobody,
                arguments: ["--interface", "127.0.0.2"]
            )
            #expect(reply.status == 200, "\(reply)")
            holder.closeInput()
            // The handshake has 10 s, then the connection ends.
            #expect(try holder.line(within: .seconds(30)) == "all closed")
            #expect(try server.get("/readyz", as: .nobody).status == 200)
        }
    }

    private static func holder(_ server: TestServer, _ script: String, _ count: String) throws -> RunningProgram {
        let file = try server.files.write("holder.py", script.utf8)
        return try RunningProgram(
            "python3",
            [file, String(server.port), server.caFile, count],
            environment: Spawn.environment(home: server.files.path),
            errorFile: server.files.path + "/holder"
        )
    }

    private static let prelude = """
        import resource, socket, ssl, sys, select
        port, ca, count = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))

        """

    /// Each connection has sent one request and had its answer; then it waits.
    private static let idleScript =
        prelude + """
            context = ssl.create_default_context(cafile=ca)
            held = []
            for _ in range(count):
                plain = socket.create_connection(("127.0.0.1", port), timeout=30)
                # Otherwise the request waits until the last packet of the handshake is acknowledged.
                plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                connection = context.wrap_socket(plain, server_hostname="localhost")
                connection.sendall(b"GET /healthz HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n")
                answer = connection.recv(65536)
                assert answer.startswith(b"HTTP/1.1 200"), answer
                held.append(connection)
            print("held", len(held), flush=True)
            sys.stdin.read()
            def is_open(connection):
                connection.settimeout(0)
                while True:
                    try:
                        if not connection.recv(65536):
                            return False
                    except (ssl.SSLWantReadError, BlockingIOError):
                        return True
                    except OSError:
                        return False
            print("open", sum(is_open(connection) for connection in held), flush=True)

            """

    /// Each connection says nothing at all.
    private static let silentScript =
        prelude + """
            held = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(count)]
            print("held", len(held), flush=True)
            sys.stdin.read()
            for connection in held:
                connection.settimeout(30)
                try:
                    while connection.recv(65536):
                        pass
                except ConnectionError:
                    pass
            print("all closed", flush=True)

            """
}
