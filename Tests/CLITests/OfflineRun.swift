import HubModel

@testable import CLI

/// One run of the program without a process: what it wrote, and how it ended.
struct OfflineRun {
    let status: ExitStatus
    let output: String
    let errors: String
    /// What `devicestream-tunnel` would have been started for.
    let plan: TunnelPlan?

    /// - Parameters:
    ///   - arguments: those behind the program's name.
    ///   - environment: all variables there are.
    ///   - input: everything on standard input, which is no terminal.
    ///   - isOutputTerminal: whether standard output is one.
    init(
        _ arguments: [String],
        environment: [String: String] = [:],
        input: String = "",
        isOutputTerminal: Bool = false
    ) {
        let recorder = Recorder(input: Array(input.utf8))
        let console = Console(
            isOutputTerminal: isOutputTerminal,
            isErrorTerminal: false,
            isInputTerminal: false,
            output: { bytes in recorder.output.append(contentsOf: bytes) },
            complain: { recorder.errors += $0 },
            input: { buffer in recorder.read(into: buffer) },
            askSecret: { _ in "" }
        )
        var program = Program(
            environment: Environment(isRoot: false) { environment[$0] },
            console: console,
            world: World(clock: { Self.now }, random: { [UInt8](repeating: 7, count: $0) })
        )
        program.startTunnel = { plan, _ in
            recorder.plan = plan
            return .success
        }
        status = program.run(arguments)
        plan = recorder.plan
        output = String(decoding: recorder.output, as: UTF8.self)
        errors = recorder.errors
    }

    /// When every run happens.
    static let now = Timestamp(seconds: 1_794_996_400)

    private final class Recorder {
        var output: [UInt8] = []
        var errors = ""
        var plan: TunnelPlan?
        private var input: ArraySlice<UInt8>

        init(input: [UInt8]) { self.input = input[...] }

        func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
            let next = input.prefix(buffer.count)
            buffer.copyBytes(from: next)
            input = input.dropFirst(next.count)
            return next.count
        }
    }
}
