import Foundation
import Glibc

/// A program that runs: its standard streams as pipes, and its end.
///
/// Every wait has a deadline. Whoever starts one ends it with `end()`, on every way out.
final class RunningProgram {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let name: String
    let pid: pid_t
    private var input: Int32
    private let output: Int32
    private var status: Int32?
    /// What was read from standard output and not taken yet.
    private var pending: [UInt8] = []
    private var isAtEnd = false

    /// Starts a program.
    ///
    /// `inputFile` is its standard input, instead of a pipe; `errorFile` receives standard error.
    init(
        _ path: String,
        _ arguments: [String],
        environment: [String: String],
        inputFile: String? = nil,
        errorFile: String
    ) throws {
        name = path.split(separator: "/").last.map(String.init) ?? path
        let given = inputFile.map { open($0, O_RDONLY | O_CLOEXEC) }
        let toProgram = try given.map { ($0, -1) } ?? Spawn.pipe()
        let fromProgram = try Spawn.pipe()
        let error = open(errorFile, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        defer {
            close(toProgram.0)
            close(fromProgram.write)
            close(error)
        }
        input = toProgram.1
        output = fromProgram.read
        pid = try Spawn.start(
            path,
            arguments,
            environment: environment,
            streams: .init(input: toProgram.0, output: fromProgram.write, error: error)
        )
    }

    func signal(_ number: Int32) {
        if status == nil { kill(pid, number) }
    }

    /// Writes to standard input.
    func write(_ text: String) throws {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(input, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Failure(description: "\(name) reads no more") }
            bytes = bytes.dropFirst(count)
        }
    }

    func closeInput() {
        if input >= 0 { close(input) }
        input = -1
    }

    /// The next bytes of standard output; empty at its end, `nil` when none come in time.
    func read(within limit: Duration) throws -> [UInt8]? {
        if !pending.isEmpty {
            defer { pending = [] }
            return pending
        }
        guard !isAtEnd else { return [] }
        var poller = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        let deadline = ContinuousClock.now + limit
        while true {
            let left = max(0, (deadline - .now).milliseconds)
            let count = poll(&poller, 1, Int32(clamping: left))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            break
        }
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(output, &chunk, chunk.count)
        guard count > 0 else {
            isAtEnd = true
            return []
        }
        return Array(chunk[..<count])
    }

    /// The next line of standard output without its end; throws when it does not come in time.
    func line(within limit: Duration = .seconds(30)) throws -> String {
        var bytes: [UInt8] = []
        let deadline = ContinuousClock.now + limit
        while true {
            guard let chunk = try read(within: deadline - .now) else {
                throw Failure(description: "\(name) wrote no line in time")
            }
            guard !chunk.isEmpty else { throw Failure(description: "\(name) ended, and wrote no line") }
            guard let end = chunk.firstIndex(of: UInt8(ascii: "\n")) else {
                bytes += chunk
                continue
            }
            pending = Array(chunk[(end + 1)...])
            return String(decoding: bytes + chunk[..<end], as: UTF8.self)
        }
    }

    /// Everything up to the end of standard output; throws when that does not come in time.
    func rest(within limit: Duration = .seconds(30)) throws -> [UInt8] {
        var bytes: [UInt8] = []
        let deadline = ContinuousClock.now + limit
        while true {
            guard let chunk = try read(within: deadline - .now) else {
                throw Failure(description: "\(name) did not end in time")
            }
            guard !chunk.isEmpty else { return bytes }
            bytes += chunk
        }
    }

    /// Waits for the end, which closes standard output; the exit status, or 128 and the signal's number.
    func wait(within limit: Duration = .seconds(30)) throws -> Int32 {
        _ = try rest(within: limit)
        return reap()
    }

    /// The exit status of a program that closed standard output and ends in time; throws where it goes on.
    func exit(within limit: Duration = .seconds(10)) throws -> Int32 {
        let deadline = ContinuousClock.now + limit
        while true {
            var information = siginfo_t()
            if waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT) == 0, information.si_signo != 0 {
                return reap()
            }
            guard ContinuousClock.now < deadline else { throw Failure(description: "\(name) goes on") }
            usleep(10_000)
        }
    }

    /// Kills the program if it still runs, and gives back what it holds.
    func end() {
        if status == nil {
            kill(pid, SIGKILL)
            _ = reap()
        }
        closeInput()
    }

    private func reap() -> Int32 {
        if let status { return status }
        var raw: Int32 = 0
        while waitpid(pid, &raw, 0) == -1, errno == EINTR {}
        let result = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
        status = result
        return result
    }

    deinit {
        end()
        close(output)
    }
}

extension Duration {
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
