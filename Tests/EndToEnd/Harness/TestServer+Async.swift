extension TestServer {
    /// Runs a server for the time of an asynchronous closure.
    static func runAsync<Result>(
        _ arguments: [String] = [],
        state: String? = nil,
        _ body: (TestServer) async throws -> Result
    ) async throws -> Result {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let server = try TestServer(arguments, state: state ?? files.path + "/state", [:], files)
        defer { server.program.end() }
        do {
            return try await body(server)
        } catch {
            throw RunningProgram.Failure(description: "\(error)\n--- log of the server\n\(server.log.suffix(3000))")
        }
    }
}
