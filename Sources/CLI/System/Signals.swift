import HubModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What signals do to a command.
enum Signals {
    /// SIGINT and SIGTERM end the process at once with the statuses of the contract; nothing is left half-done, because
    /// files are written beside their place and renamed.
    ///
    /// SIGPIPE is ignored, so that libcurl and a closed pipe meet as errors.
    static func install() {
        signal(SIGINT) { _ in _exit(130) }
        signal(SIGTERM) { _ in _exit(143) }
        signal(SIGPIPE, SIG_IGN)
    }

    /// Ends quietly, as other programs of a pipeline do when its reader has gone.
    static func dieOfBrokenPipe() -> Never {
        signal(SIGPIPE, SIG_DFL)
        raise(SIGPIPE)
        // Only where the signal is blocked; 141 is what a shell shows for it.
        _exit(141)
    }
}
