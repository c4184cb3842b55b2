import HubModel
import UnixSignals

/// The wish of a person or of the system that this program ends.
enum StopSignal {
    /// SIGINT and SIGTERM from now on, for as long as somebody holds the sequence; it is iterated once.
    static func all() async -> UnixSignalsSequence { await UnixSignalsSequence(trapping: .sigint, .sigterm) }

    /// The status to end with.
    static func status(_ signal: UnixSignal) -> Int32 {
        (signal == .sigint ? ExitStatus.interrupted : .terminated).rawValue
    }

    /// Waits for the first one, and gives the status to end with; `nil` when the task is cancelled.
    static func wait() async -> Int32? {
        for await signal in await all() { return status(signal) }
        return nil
    }
}
