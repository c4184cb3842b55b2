import CLI
import HubModel
import UnixSignals

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The program of `--exec`: it is run while the ports are open, and its exit status is the command's.
struct ForwardClient: Sendable {
    private let words: [String]

    /// Fills in the place of the first port.
    init(_ words: [String], _ listener: ForwardListener) {
        self.words = Placeholders.filled(words, host: listener.clientHost, port: listener.port)
    }

    func run() async throws -> Int32 {
        let child = try ChildProcess(words, streams: .inherited)
        return await withTaskGroup(of: Int32?.self) { group in
            group.addTask { await child.wait() }
            group.addTask {
                // A terminal sends its signals to the child, too; what one process was sent is passed on.
                let isTerminal = isatty(STDIN_FILENO) == 1
                for await signal in await UnixSignalsSequence(trapping: .sigint, .sigterm)
                where signal == .sigterm || !isTerminal {
                    child.signal(signal == .sigint ? SIGINT : SIGTERM)
                }
                return nil
            }
            defer { group.cancelAll() }
            while let status = await group.next() {
                if let status { return status }
            }
            return ExitStatus.failed.rawValue
        }
    }
}
