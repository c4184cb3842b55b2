import Foundation

/// Bytes over TLS to a server, with nobody in between who would put them right.
struct RawConversation {
    let program: RunningProgram

    /// Runs for the time of the closure.
    static func run<Result>(
        _ server: TestServer,
        _ arguments: [String] = [],
        _ body: (RawConversation) throws -> Result
    ) throws -> Result {
        let program = try RunningProgram(
            "openssl",
            [
                "s_client", "-quiet", "-connect", "127.0.0.1:\(server.port)", "-servername", "localhost", "-CAfile",
                server.caFile, "-verify_return_error",
            ] + arguments,
            environment: Spawn.environment(home: server.files.path),
            errorFile: server.files.path + "/s_client"
        )
        defer { program.end() }
        return try body(RawConversation(program: program))
    }

    /// Sends bytes and reads the answer up to the end of the connection.
    static func exchange(_ server: TestServer, _ text: String) throws -> HTTPReply? {
        try run(server) { conversation in
            try conversation.send(text)
            return HTTPReply(try conversation.program.rest(within: .seconds(30)))
        }
    }

    func send(_ text: String) throws { try program.write(text) }

    /// The next response, whose body is as long as it says.
    func reply(within limit: Duration = .seconds(30)) throws -> HTTPReply {
        var bytes: [UInt8] = []
        let deadline = ContinuousClock.now + limit
        while true {
            if let reply = HTTPReply(bytes), reply.body.count >= Int(reply["content-length"] ?? "0") ?? 0 {
                return reply
            }
            guard let chunk = try program.read(within: deadline - .now), !chunk.isEmpty else {
                throw RunningProgram.Failure(
                    description: "no whole response: \(String(decoding: bytes, as: UTF8.self))"
                )
            }
            bytes += chunk
        }
    }
}
