import StreamClient
import Synchronization

/// The present state of a connection, and those who wait for another.
///
/// Nothing is queued: whoever comes late sees the present state alone.
final class StateBoard: Sendable {
    private struct State {
        var value: DeviceConnectionState?
        var version = 0
        var isOver = false
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextWaiter = 0
    }

    private let state = Mutex(State())

    func show(_ value: DeviceConnectionState, isLast: Bool = false) {
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            guard !state.isOver else { return [] }
            state.value = value
            state.version += 1
            state.isOver = isLast
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        for waiter in waiting { waiter.resume() }
    }

    /// A state newer than the one of this version; `nil` after the last one, and when the task is cancelled.
    func next(after version: Int) async -> (value: DeviceConnectionState, version: Int)? {
        while !Task.isCancelled {
            let (value, now, isOver) = state.withLock { ($0.value, $0.version, $0.isOver) }
            if now > version, let value { return (value, now) }
            if isOver { return nil }
            await untilChanged(from: version)
        }
        return nil
    }

    private func untilChanged(from version: Int) async {
        let number = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    if Task.isCancelled || state.version > version || state.isOver { return true }
                    state.waiting[number] = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: number) }?.resume()
        }
    }
}
