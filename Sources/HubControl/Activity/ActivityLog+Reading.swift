package import HubModel
package import HubStore
import Synchronization

// For those who pass records on.
extension ActivityLog {
    /// The id of the last record that is committed, of all hubs.
    package var head: Int64 { state.withLock { $0.head } }

    /// Records of all hubs after the given one, in the order in which they were committed.
    package func batch(after id: Int64, limit: Int) async throws(HubError) -> [StoredActivity] {
        try await store.read { (reading) throws(HubError) in try reading.activity(after: id, limit: limit) }
    }

    /// Returns once a record after the given one is committed, or when the task is cancelled.
    func waitForMore(after id: Int64) async {
        let number = state.withLock { state in
            state.nextReader += 1
            return state.nextReader
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if Task.isCancelled || state.head > id { return true }
                    state.readers[number] = (id, continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let reader = state.withLock { $0.readers.removeValue(forKey: number) }
            reader?.1.resume()
        }
    }
}
