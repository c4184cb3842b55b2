import Foundation

/// A `devicestreamd` with a state directory and a port of its own.
///
/// It runs for the time of a closure and is killed at its end, however that comes about.
final class TestServer {
    /// Where the server keeps its state.
    let state: String
    let port: Int
    /// The port of MQTT over TLS, where there is a listener.
    let mqttPort: Int?
    /// The port of the admin address, where there is one.
    let adminPort: Int?
    let program: RunningProgram
    /// For files of the test; gone with the server.
    let files: TemporaryDirectory
    private let environment: [String: String]

    /// Runs a server with more arguments, on a state directory that stays where one is named.
    static func run<Result>(
        _ arguments: [String] = [],
        state: String? = nil,
        environment: [String: String] = [:],
        _ body: (TestServer) throws -> Result
    ) throws -> Result {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let server = try TestServer(arguments, state: state ?? files.path + "/state", environment, files)
        defer { server.program.end() }
        do {
            return try body(server)
        } catch {
            throw RunningProgram.Failure(description: "\(error)\n--- log of the server\n\(server.log.suffix(3000))")
        }
    }

    init(
        _ arguments: [String],
        state: String,
        _ environment: [String: String],
        _ files: TemporaryDirectory
    ) throws {
        self.state = state
        self.files = files
        self.environment = Spawn.environment(home: files.path)
        let program = try RunningProgram(
            Programs.server,
            ["--state-dir", state, "--listen", "127.0.0.1:0"] + arguments,
            environment: self.environment.merging(environment) { _, new in new },
            errorFile: files.path + "/log"
        )
        do {
            (port, mqttPort, adminPort) = try Self.awaitReady(program)
        } catch {
            program.end()
            throw RunningProgram.Failure(description: "\(error)\n\(files.text("log"))")
        }
        self.program = program
    }

    /// What it has logged so far.
    var log: String { files.text("log") }

    /// The ports of `listening on https://ADDR:PORT (main)` and `… (mqtt)` and `… (admin)`, once `ready` has come.
    private static func awaitReady(_ program: RunningProgram) throws -> (main: Int, mqtt: Int?, admin: Int?) {
        var port: Int?
        var mqttPort: Int?
        var adminPort: Int?
        while true {
            let line = try program.line(within: .seconds(60))
            if line == "ready", let port { return (port, mqttPort, adminPort) }
            guard line.hasPrefix("listening on ") else { continue }
            let number = line.prefix { $0 != "(" }.dropLast().split(separator: ":").last.flatMap { Int($0) }
            if line.hasSuffix(" (main)") { port = number }
            if line.hasSuffix(" (mqtt)") { mqttPort = number }
            if line.hasSuffix(" (admin)") { adminPort = number }
        }
    }

    var origin: String { "https://localhost:\(port)" }
    var streamingURL: String { "https://hub.local-001.streams.devicestream.localhost:\(port)" }
    var caFile: String { state + "/ca.pem" }

    /// The owner's token of `context.json`.
    func ownerToken() throws -> String {
        let context = try JSON(FileManager.default.contents(atPath: state + "/context.json") ?? Data())
        guard let token = context["token"]?.text else {
            throw RunningProgram.Failure(description: "context.json holds no token")
        }
        return token
    }

    /// Runs `devicestream` as somebody who has set nothing but the state directory.
    func cli(
        _ arguments: String...,
        input: String = "",
        environment: [String: String] = [:],
        within limit: Duration = .seconds(60)
    ) throws -> ProgramRun {
        try cli(arguments, input: input, environment: environment, within: limit)
    }

    func cli(
        _ arguments: [String],
        input: String = "",
        environment: [String: String] = [:],
        within limit: Duration = .seconds(60)
    ) throws -> ProgramRun {
        try ProgramRun.run(
            Programs.client,
            arguments,
            environment: cliEnvironment(environment),
            input: Array(input.utf8),
            within: limit
        )
    }

    func cliEnvironment(_ more: [String: String] = [:]) -> [String: String] {
        environment.merging(["DEVICESTREAM_STATE_DIR": state]) { _, new in new }.merging(more) { _, new in new }
    }
}
