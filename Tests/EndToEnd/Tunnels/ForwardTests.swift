import Foundation
import Testing

/// `agent run` and `forward`, with real programs at both ends.
@Suite(.timeLimit(.minutes(2))) struct ForwardTests {
    /// Answers with the hash of everything once the other side has finished.
    private static let hashing = "connection.sendall(hashlib.sha256(rest(connection)).hexdigest().encode())"

    @Test func `bytes cross both ways, and the end of one direction leaves the other open`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            try PeerService.run(Self.hashing) { target in
                try site.withAgent("--service", "hash=127.0.0.1:\(target)") { agent in
                    try site.withForward("hash") { port, forward in
                        let output = try PeerService.client(
                            port,
                            """
                            data = bytes(range(256)) * 20000
                            with connect() as connection:
                                connection.sendall(data)
                                connection.shutdown(socket.SHUT_WR)
                                print(rest(connection).decode() == hashlib.sha256(data).hexdigest())
                            """
                        )
                        #expect(output == "True\n")
                        let closed = try forward.await("closed")
                        #expect(closed["sent"]?.number == 5_120_000)
                        #expect(closed["received"]?.number == 64)
                        #expect(try agent.await("closed")["service"]?.text == "hash")
                    }
                }
            }
        }
    }

    @Test func `a service that has finished still hears its client`() throws {
        let serve = """
            connection.sendall(b"hello")
            connection.shutdown(socket.SHUT_WR)
            open(FILE, "wb").write(rest(connection))
            """
        try TestServer.run { server in
            let site = try TunnelSite(server)
            let file = server.files.path + "/heard"
            try PeerService.run(serve.replacing("FILE", with: "'\(file)'")) { target in
                // By its port, which the agent has named.
                try site.withAgent("--service", "\(target)") { agent in
                    try site.withForward("\(target)") { port, _ in
                        let output = try PeerService.client(
                            port,
                            """
                            with connect() as connection:
                                print(rest(connection).decode())
                                connection.sendall(b"bye")
                            """
                        )
                        #expect(output == "hello\n")
                        try agent.await("closed")
                        #expect(server.files.text("heard") == "bye")
                    }
                }
            }
        }
    }

    @Test func `many connections at once are streams of their own`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            let limit = ["hub", "update", "hub", "--max-new-streams-per-second", "unlimited", "-o", "none"]
            #expect(try server.cli(limit).status == 0)
            try site.withAgent { _ in
                try site.withForward("echo") { port, _ in
                    let output = try PeerService.client(
                        port,
                        """
                        good = []
                        def one(number):
                            data = str(number).encode() * 20000
                            with connect() as connection:
                                writer = threading.Thread(
                                    target=lambda: (connection.sendall(data), connection.shutdown(socket.SHUT_WR)))
                                writer.start()
                                good.append(rest(connection) == data)
                                writer.join()
                        threads = [threading.Thread(target=one, args=(number,)) for number in range(40)]
                        [thread.start() for thread in threads]
                        [thread.join() for thread in threads]
                        print(len(good), all(good))
                        """
                    )
                    #expect(output == "40 True\n")
                }
            }
        }
    }

    @Test func `a device that is away is told at once, or waited for`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            let away = try site.forward("0:echo")
            #expect(away.status == 9, "\(away)")
            #expect(away.error.contains("--wait-online"), "\(away)")
            try site.withForward("echo", "--wait-online", "60s") { port, _ in
                try site.withAgent { _ in
                    let output = try PeerService.client(
                        port,
                        """
                        with connect() as connection:
                            connection.sendall(b"at last")
                            connection.shutdown(socket.SHUT_WR)
                            print(rest(connection).decode())
                        """
                    )
                    #expect(output == "at last\n")
                }
            }
        }
    }
}
