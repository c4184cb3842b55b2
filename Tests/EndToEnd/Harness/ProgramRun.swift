import Foundation

/// A program that ran to its end: exit status and everything it wrote.
struct ProgramRun: CustomStringConvertible {
    /// The exit status, or 128 and the number of the signal that ended it.
    let status: Int32
    let outputBytes: [UInt8]
    let error: String

    var output: String { String(decoding: outputBytes, as: UTF8.self) }

    var description: String {
        "status \(status)\n--- standard output\n\(output.prefix(2000))\n--- standard error\n\(error.prefix(2000))"
    }

    /// Runs a program; throws when it takes longer than the limit.
    static func run(
        _ path: String,
        _ arguments: [String],
        environment: [String: String],
        input: [UInt8] = [],
        within limit: Duration = .seconds(60)
    ) throws -> ProgramRun {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        // Input and errors are files, which take any amount: no stream waits for another.
        let inputFile = try files.write("input", input)
        let program = try RunningProgram(
            path,
            arguments,
            environment: environment,
            inputFile: inputFile,
            errorFile: files.path + "/error"
        )
        defer { program.end() }
        let output = try program.rest(within: limit)
        return ProgramRun(status: try program.wait(), outputBytes: output, error: files.text("error"))
    }

    /// Runs a program of the system and throws unless it succeeds: for what a test needs beside the programs under test.
    @discardableResult
    static func tool(
        _ name: String,
        _ arguments: [String],
        input: [UInt8] = [],
        isExpectedToSucceed: Bool = true
    ) throws -> ProgramRun {
        let run = try run(name, arguments, environment: Spawn.environment(home: "/"), input: input)
        guard run.status == 0 || !isExpectedToSucceed else {
            throw RunningProgram.Failure(description: "\(name) failed: \(run)")
        }
        return run
    }
}
