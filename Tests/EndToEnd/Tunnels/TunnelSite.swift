import Foundation
import Testing

/// A server with a device, and the programs of both ends of a tunnel.
struct TunnelSite {
    static let device = "press-07"

    let server: TestServer
    /// The file with the device's connection string.
    let deviceString: String

    /// A device that is there already and has no key needs no file.
    init(_ server: TestServer, hasKey: Bool = true) throws {
        self.server = server
        deviceString = server.files.path + "/" + Self.device
        guard hasKey else { return }
        // A site that comes back finds its device there.
        _ = try server.cli("device", "create", Self.device, "-n", "hub", "-o", "none")
        let string = try server.cli("device", "connection-string", Self.device, "-n", "hub", "-o", "tsv")
        #expect(string.status == 0, "\(string)")
        try server.files.write(Self.device, string.output.utf8)
    }

    /// Runs an agent for the time of the closure, which begins when it is connected.
    func withAgent<Result>(_ arguments: String..., body: (RunningProgram) throws -> Result) throws -> Result {
        let agent = try start(["agent", "run", "--connection-string-file", deviceString, "-o", "jsonl"] + arguments)
        defer { agent.end() }
        try agent.await("connected")
        return try body(agent)
    }

    /// Runs `forward` with this rule to its end.
    func forward(_ rule: String, _ more: String...) throws -> ProgramRun {
        try server.cli(["forward", Self.device, "-n", "hub", "-L", rule] + more)
    }

    /// Opens ports for the time of the closure, which is given the number of the first.
    func withForward<Result>(
        _ target: String,
        _ more: String...,
        body: (Int, RunningProgram) throws -> Result
    ) throws -> Result {
        let forward = try start(["forward", Self.device, "-n", "hub", "-L", "0:" + target, "-o", "jsonl"] + more)
        defer { forward.end() }
        let port = try #require(try forward.await("listening")["port"]?.number)
        return try body(port, forward)
    }

    /// Starts `devicestream`; its standard error is the file `NAME.err` of the server.
    func start(_ arguments: [String], environment: [String: String] = [:]) throws -> RunningProgram {
        try RunningProgram(
            Programs.client,
            arguments,
            environment: server.cliEnvironment(environment),
            errorFile: server.files.path + "/\(arguments[0]).err"
        )
    }

    /// What a program has said on standard error.
    func errors(_ verb: String) -> String { server.files.text(verb + ".err") }
}

extension RunningProgram {
    /// The next event of this name, which `-o jsonl` tells; others are passed over.
    @discardableResult
    func await(_ event: String, within limit: Duration = .seconds(30)) throws -> JSON {
        let deadline = ContinuousClock.now + limit
        while true {
            let json = try JSON(try line(within: deadline - .now).utf8)
            if json["event"]?.text == event { return json }
        }
    }
}
