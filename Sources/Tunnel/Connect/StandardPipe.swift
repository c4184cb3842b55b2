import HubModel
import NIOCore
import StreamClient
import Transport

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Standard input and output as a channel.
///
/// Pipes are handed over as they are. Anything else goes through a thread and a pipe of our own: a file is always ready
/// and has no event loop, and a terminal or socket made non-blocking would be so for the shell that shares it, too.
struct StandardPipe {
    let channel: any Channel
    private let input: Pump?
    private let output: Pump?

    static func open(on loop: any EventLoop) async throws -> StandardPipe {
        var inputPump: Pump?
        let input = try end(of: STDIN_FILENO) { source in
            let (read, write) = try SystemCall.makePipe()
            inputPump = Pump.start(from: source, to: write)
            return read
        }
        var pump: Pump?
        let output = try end(of: STDOUT_FILENO) { target in
            let (read, write) = try SystemCall.makePipe()
            pump = Pump.start(from: read, to: target)
            return write
        }
        do {
            let channel = try await StreamSplice.openPipe(input: input, output: output, on: loop).get()
            return StandardPipe(channel: channel, input: inputPump, output: pump)
        } catch {
            throw HubError(
                .localFailure,
                "Standard input and output cannot be used: \(ConnectionProblem.words(error))."
            )
        }
    }

    /// Returns once the input has ended, or the task was cancelled; the result is why it could not be read to its end.
    func inputProblem() async -> HubError? {
        guard case .unreadable(let code)? = await input?.finished() else { return nil }
        return HubError(.localFailure, "Standard input cannot be read: \(String(cString: strerror(code))).")
    }

    /// Returns once everything that came has been written, and throws where that was not possible.
    ///
    /// A reader that has enough is no failure.
    func written() async throws(HubError) {
        guard case .unwritable(let code)? = await output?.finished(), code != EPIPE else { return }
        throw HubError(.localFailure, "Standard output cannot be written: \(String(cString: strerror(code))).")
    }

    /// A descriptor that the channel may own; the standard stream's own place is filled, so that nobody writes there.
    private static func end(of number: CInt, through pump: (CInt) throws -> CInt) throws -> CInt {
        let copy = fcntl(number, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else {
            throw HubError(.localFailure, "Standard input and output cannot be used: \(SystemCall.lastError).")
        }
        var status = stat()
        let isPipe = fstat(copy, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
        let null = Self.null(for: number)
        if null >= 0 {
            dup2(null, number)
            close(null)
        }
        return isPipe ? copy : try pump(copy)
    }

    private static func null(for number: CInt) -> CInt {
        #if canImport(Glibc)
        Glibc.open("/dev/null", number == STDIN_FILENO ? O_RDONLY : O_WRONLY)
        #elseif canImport(Musl)
        Musl.open("/dev/null", number == STDIN_FILENO ? O_RDONLY : O_WRONLY)
        #else
        Darwin.open("/dev/null", number == STDIN_FILENO ? O_RDONLY : O_WRONLY)
        #endif
    }
}
