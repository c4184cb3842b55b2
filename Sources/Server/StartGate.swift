import Logging
import Synchronization

/// Tells that listeners are up, and which of several is the last.
final class StartGate: Sendable {
    private let missing: Mutex<Int>
    private let logger: Logger

    init(expected: Int, logger: Logger) {
        missing = Mutex(expected)
        self.logger = logger
    }

    /// One more is up, whose name is `listener`.
    func listens(_ url: String, _ listener: String) {
        StandardStreams.output("listening on \(url) (\(listener))\n")
        logger.info("listening", metadata: ["address": "\(url)", "listener": "\(listener)"])
        let isLast = missing.withLock { missing in
            missing -= 1
            return missing == 0
        }
        if isLast { StandardStreams.output("ready\n") }
    }
}
