import NIOCore
import NIOPosix
import Synchronization

/// A value that others change, and that a test waits for with a limit.
final class Observed<Value: Sendable>: Sendable {
    struct WaitedInVain: Error, CustomStringConvertible {
        let last: Value
        var description: String { "waited in vain; the last value: \(last)".prefix(2000).description }
    }

    private struct Waiter: Sendable {
        let isMet: @Sendable (Value) -> Bool
        let continuation: CheckedContinuation<Value, any Error>
    }

    private struct State: Sendable {
        var value: Value
        var waiters: [Int: Waiter] = [:]
        var lastWaiter = 0
    }

    private let state: Mutex<State>

    init(_ value: Value) {
        state = Mutex(State(value: value))
    }

    var value: Value { state.withLock { $0.value } }

    func update(_ change: (inout Value) -> Void) {
        // The value is copied for waiters only: it may be large, and is changed next.
        let met = state.withLock { state in
            change(&state.value)
            let met = state.waiters.filter { $0.value.isMet(state.value) }
            for id in met.keys { state.waiters[id] = nil }
            return met.values.map { ($0, state.value) }
        }
        for (waiter, value) in met { waiter.continuation.resume(returning: value) }
    }

    /// Waits until the value is as wanted, at most that long.
    @discardableResult
    func wait(seconds: Int64 = 20, until isMet: @escaping @Sendable (Value) -> Bool) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let waiting: Int? = state.withLock { state in
                guard !isMet(state.value) else { return nil }
                state.lastWaiter += 1
                state.waiters[state.lastWaiter] = Waiter(isMet: isMet, continuation: continuation)
                return state.lastWaiter
            }
            guard let waiting else {
                continuation.resume(returning: value)
                return
            }
            MultiThreadedEventLoopGroup.singleton.next().scheduleTask(in: .seconds(seconds)) {
                let (waiter, last) = self.state.withLock { ($0.waiters.removeValue(forKey: waiting), $0.value) }
                waiter?.continuation.resume(throwing: WaitedInVain(last: last))
            }
        }
    }
}
