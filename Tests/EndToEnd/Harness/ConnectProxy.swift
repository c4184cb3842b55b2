import Foundation

/// An HTTP proxy for tests: it asks for a password, connects to loopback whatever the name, and cuts what it is told to.
final class ConnectProxy {
    static let userName = "site"
    static let password = "p@ss:word"

    let port: Int
    private let program: RunningProgram
    private let files: TemporaryDirectory

    /// The CA of a proxy that speaks TLS itself.
    var caFile: String { files.path + "/proxy-ca.pem" }

    /// With TLS, its certificate is for `localhost` and loopback; it answers 403 for hosts whose names begin with `refused`.
    init(speaksTLS: Bool = false, refused: String? = nil) throws {
        files = try TemporaryDirectory()
        try files.write("proxy.py", Self.script.utf8)
        if speaksTLS {
            try Certificates.makeAuthority(files, name: "proxy-ca", subject: "Proxies")
            try Certificates.makeLeaf(files, name: "proxy", authority: "proxy-ca")
        }
        program = try RunningProgram(
            "python3",
            [files.path + "/proxy.py", "\(Self.userName):\(Self.password)", refused ?? "nobody."]
                + (speaksTLS ? [files.path + "/proxy.pem", files.path + "/proxy-key.pem"] : []),
            environment: Spawn.environment(home: files.path),
            errorFile: files.path + "/errors"
        )
        guard let port = Int(try program.line()) else {
            throw RunningProgram.Failure(description: "the proxy named no port\n\(files.text("errors"))")
        }
        self.port = port
    }

    /// Ends all tunnels to hosts whose names begin so; returns how many there were.
    func cut(_ prefix: String) throws -> Int {
        try program.write(prefix + "\n")
        return Int(try program.line()) ?? -1
    }

    func end() {
        program.end()
        files.remove()
    }

    private static let script = """
        import base64, socket, ssl, sys, threading
        wanted = b"basic " + base64.b64encode(sys.argv[1].encode()).lower()
        tunnels, dead, lock = {}, set(), threading.Lock()
        context = None
        if len(sys.argv) > 3:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*sys.argv[3:5])
        listener = socket.create_server(("127.0.0.1", 0), backlog=100)
        print(listener.getsockname()[1], flush=True)
        def pump(source, target):
            try:
                while piece := source.recv(65536):
                    # Of several tunnels that are cut together, none carries the news of the others' end.
                    if source in dead:
                        break
                    target.sendall(piece)
            except OSError:
                pass
            for end in (source, target):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
        def serve(client):
            try:
                handle(context.wrap_socket(client, server_side=True) if context else client)
            except OSError:
                client.close()
        def handle(client):
            head = b""
            while b"\\r\\n\\r\\n" not in head:
                piece = client.recv(4096)
                if not piece:
                    return
                head += piece
            if wanted not in head.lower():
                client.sendall(b"HTTP/1.1 407 No\\r\\nProxy-Authenticate: Basic realm=x\\r\\nContent-Length: 0\\r\\n\\r\\n")
                client.close()
                return
            place = head.split()[1].decode()
            if place.startswith(sys.argv[2]):
                client.sendall(b"HTTP/1.1 403 Forbidden\\r\\nContent-Length: 0\\r\\n\\r\\n")
                client.close()
                return
            server = socket.create_connection(("127.0.0.1", int(place.rsplit(":", 1)[1])))
            client.sendall(b"HTTP/1.1 200 Yes\\r\\n\\r\\n")
            with lock:
                tunnels[(client, server)] = place
            threading.Thread(target=pump, args=(client, server), daemon=True).start()
            pump(server, client)
            with lock:
                tunnels.pop((client, server), None)
        def accept():
            while True:
                client, _ = listener.accept()
                threading.Thread(target=serve, args=(client,), daemon=True).start()
        threading.Thread(target=accept, daemon=True).start()
        for line in sys.stdin:
            with lock:
                ends = [pair for pair, place in tunnels.items() if place.startswith(line.strip())]
            dead.update(end for pair in ends for end in pair)
            for pair in ends:
                for end in pair:
                    try:
                        end.shutdown(socket.SHUT_RDWR)
                    except OSError:
                        pass
            print(len(ends), flush=True)

        """
}
