import HubModel
import UnixSignals

/// The wish of a person or of the system that this program ends.
enum StopSignal {
    /// Waits for SIGINT or SIGTERM, and gives the status to end with; `nil` when the task is cancelled.
    static func wait() async -> Int32? {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        for await signal in signals { return (signal == .sigint ? ExitStatus.interrupted : .terminated).rawValue }
        return nil
    }
}
