import HubModel
import Synchronization

extension DeviceConnections {
    /// Waits until the identity does something; tells whether it did, and nobody has given up meanwhile.
    func waitForSign(
        of hub: HubName,
        _ identity: DeviceIdentity,
        since seen: Sign?,
        for time: Duration
    ) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await self.nextSign(of: hub, identity, since: seen)
                return true
            }
            group.addTask {
                // Cancellation of the request ends both.
                try? await Task.sleep(for: time)
                return false
            }
            let came = await group.next() ?? false
            group.cancelAll()
            return came && !Task.isCancelled
        }
    }

    /// What is to be seen of an identity now; `nil` where it is not connected.
    func sign(of hub: HubName, _ identity: DeviceIdentity) -> Sign? {
        let key = Key(hub: hub, identity: identity)
        return state.withLock { Self.sign(of: key, $0) }
    }

    private static func sign(of key: Key, _ state: State) -> Sign? {
        state.byKey[key].flatMap { state.entries[$0] }.map { Sign(connection: $0.id, number: $0.signs) }
    }

    /// Returns once the identity has connected or sent something since `seen`, or when the task is cancelled.
    func nextSign(of hub: HubName, _ identity: DeviceIdentity, since seen: Sign?) async {
        let key = Key(hub: hub, identity: identity)
        let number = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    let sign = Self.sign(of: key, state)
                    if Task.isCancelled || (sign != nil && sign != seen) { return true }
                    state.waiters[key, default: [:]][number] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                let waiter = state.waiters[key]?.removeValue(forKey: number)
                if state.waiters[key]?.isEmpty ?? false { state.waiters[key] = nil }
                return waiter
            }
            waiter?.resume()
        }
    }

    static func takeWaiters(of key: Key, _ state: inout State) -> [CheckedContinuation<Void, Never>] {
        guard !state.waiters.isEmpty else { return [] }
        return state.waiters.removeValue(forKey: key).map { Array($0.values) } ?? []
    }
}
