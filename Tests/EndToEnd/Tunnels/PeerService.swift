import Foundation

/// TCP services and clients for tests, in Python: for what crosses a tunnel.
enum PeerService {
    /// Runs a service on a free port for the time of the closure: `serve(connection)` is what it does with each.
    static func run<Result>(_ serve: String, body: (Int) throws -> Result) throws -> Result {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let script = """
            import hashlib, socket, threading
            def rest(connection):
                data = b""
                while piece := connection.recv(65536):
                    data += piece
                return data
            def serve(connection):
            \(serve.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n"))
            def run(connection):
                with connection:
                    serve(connection)
            listener = socket.create_server(("127.0.0.1", 0), backlog=100)
            print(listener.getsockname()[1], flush=True)
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=run, args=(connection,), daemon=True).start()
            """
        try files.write("service.py", script.utf8)
        let program = try RunningProgram(
            "python3",
            [files.path + "/service.py"],
            environment: Spawn.environment(home: files.path),
            errorFile: files.path + "/errors"
        )
        defer { program.end() }
        guard let port = Int(try program.line()) else {
            throw RunningProgram.Failure(description: "the service named no port\n\(files.text("errors"))")
        }
        return try body(port)
    }

    /// Runs a client, with `connection` connected to the port; what it prints.
    static func client(_ port: Int, host: String = "127.0.0.1", _ script: String) throws -> String {
        let head = """
            import hashlib, socket, threading
            def connect():
                return socket.create_connection(("\(host)", \(port)), timeout=30)
            def rest(connection):
                data = b""
                while piece := connection.recv(65536):
                    data += piece
                return data

            """
        return try ProgramRun.tool("python3", ["-c", head + script]).output
    }
}
