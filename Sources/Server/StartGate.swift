import Synchronization

/// Tells which of several listeners is the last to be up.
final class StartGate: Sendable {
    private let missing: Mutex<Int>

    init(expected: Int) { missing = Mutex(expected) }

    /// One more is up; `true` for the last.
    func arrived() -> Bool {
        missing.withLock { missing in
            missing -= 1
            return missing == 0
        }
    }
}
