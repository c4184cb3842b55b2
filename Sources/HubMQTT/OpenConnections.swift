import StreamCore
import Synchronization

/// The device connections that are open, so that a stop of the server can end them.
///
/// Their number is bounded by the connection limiter of the listeners.
final class OpenConnections: Sendable {
    /// How a connection is ended; both may be called from anywhere.
    struct Handle: Sendable {
        /// Writes what is queued and closes.
        let end: @Sendable (MQTTCloseReason) -> Void
        /// Closes without waiting for the device.
        let cut: @Sendable () -> Void
    }

    private struct State {
        var handles: [UInt64: Handle] = [:]
        var next: UInt64 = 0
        var isStopping = false
        var emptied: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.handles.count } }

    /// Registers a connection; `nil` when the server stops, and the connection is to be closed.
    func opened(_ handle: Handle) -> UInt64? {
        state.withLock { state in
            guard !state.isStopping else { return nil }
            state.next += 1
            state.handles[state.next] = handle
            return state.next
        }
    }

    func closed(_ number: UInt64) {
        let waiting = state.withLock { state in
            state.handles[number] = nil
            guard state.handles.isEmpty else { return [@Sendable () -> Void]() }
            defer { state.emptied = [] }
            return state.emptied
        }
        for tell in waiting { tell() }
    }

    /// Ends all connections and lets none in; `emptied` is called once the last has closed.
    func stop(emptied: @escaping @Sendable () -> Void) {
        let handles = state.withLock { state in
            state.isStopping = true
            if !state.handles.isEmpty { state.emptied.append(emptied) }
            return Array(state.handles.values)
        }
        if handles.isEmpty { emptied() }
        for handle in handles { handle.end(.shuttingDown) }
    }

    /// Closes those that are left.
    func cut() {
        for handle in state.withLock({ Array($0.handles.values) }) { handle.cut() }
    }
}
