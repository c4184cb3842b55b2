import Foundation

/// A TLS server that is not ours: it records every request head and answers with what it was given.
final class ForeignServer {
    let port: Int
    /// The certificate of its own CA.
    let caFile: String
    private let program: RunningProgram
    private let recordFile: String

    var origin: String { "https://localhost:\(port)" }

    /// The heads of all requests so far.
    var requests: String { (try? String(contentsOfFile: recordFile, encoding: .utf8)) ?? "" }

    /// Runs one for the time of the closure; `answer` is the response to everything.
    ///
    /// It may stand in the way to another server: at another address of loopback, with a certificate for its names.
    static func run<Result>(
        _ answer: String = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
        names: String = "DNS:localhost,IP:127.0.0.1",
        at place: (address: String, port: Int) = ("127.0.0.1", 0),
        _ body: (ForeignServer) throws -> Result
    ) throws -> Result {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let server = try ForeignServer(answer, names, place, files)
        defer { server.program.end() }
        return try body(server)
    }

    private init(
        _ answer: String,
        _ names: String,
        _ place: (address: String, port: Int),
        _ files: TemporaryDirectory
    ) throws {
        caFile = files.path + "/foreign-ca.pem"
        recordFile = files.path + "/requests"
        try Certificates.makeAuthority(files, name: "foreign-ca", subject: "Foreign CA")
        try Certificates.makeLeaf(files, name: "foreign", authority: "foreign-ca", names: names)
        try files.write("answer", answer.utf8)
        try files.write("requests", "".utf8)
        try files.write("server.py", Self.script.utf8)
        program = try RunningProgram(
            "python3",
            [files.path + "/server.py", files.path, place.address, String(place.port)],
            environment: Spawn.environment(home: files.path),
            errorFile: files.path + "/errors"
        )
        do {
            guard let port = Int(try program.line()) else {
                throw RunningProgram.Failure(description: "the foreign server named no port")
            }
            self.port = port
        } catch {
            program.end()
            throw RunningProgram.Failure(description: "\(error)\n\(files.text("errors"))")
        }
    }

    private static let script = """
        import socket, ssl, sys
        folder = sys.argv[1]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder + "/foreign.pem", folder + "/foreign-key.pem")
        answer = open(folder + "/answer", "rb").read()
        listener = socket.create_server((sys.argv[2], int(sys.argv[3])))
        print(listener.getsockname()[1], flush=True)
        while True:
            plain, _ = listener.accept()
            plain.settimeout(20)
            try:
                with context.wrap_socket(plain, server_side=True) as connection:
                    head = b""
                    while b"\\r\\n\\r\\n" not in head:
                        piece = connection.recv(65536)
                        if not piece:
                            break
                        head += piece
                    with open(folder + "/requests", "ab") as record:
                        record.write(head)
                    connection.sendall(answer)
            except OSError:
                pass

        """
}

extension TestServer {
    /// Asks the other server, with this one's command line, for the endpoints of a hub.
    func show(
        from foreign: ForeignServer,
        _ more: String...,
        environment: [String: String] = [:]
    ) throws -> ProgramRun {
        try cli(
            ["show", "-n", "hub", "--server", foreign.origin, "--cacert", foreign.caFile] + more,
            environment: environment
        )
    }
}
