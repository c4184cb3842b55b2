package import HubModel
import HubStore
import Synchronization

/// One tail: the records of a hub from a place in its chain on, as they come.
///
/// Nothing is queued for it: it reads the store, as fast as its reader takes what it reads.
package final class LogTail: Sendable {
    /// Records that are read at once.
    static let batch = 200
    /// How often it is looked whether the tail may go on.
    static let look = Duration.seconds(1)

    private let permit: TailPermit
    private let hub: Int64
    private let filter: LogFilter
    private let activity: ActivityLog
    private let place: Mutex<Int64>

    init(
        _ permit: TailPermit,
        hub: Int64,
        _ filter: LogFilter,
        after sequence: Int64,
        _ activity: ActivityLog
    ) {
        self.permit = permit
        self.hub = hub
        self.filter = filter
        self.activity = activity
        place = Mutex(sequence)
    }

    /// Whether it may go on: its token or session is good, and the server does not stop.
    package var isRunning: Bool { permit.isGood }

    /// The next records; none when there was nothing for `patience`, `nil` at the end.
    package func next(patience: Duration) async throws(HubError) -> [LogRecord]? {
        var left = patience
        while isRunning, !Task.isCancelled {
            // Taken before the store is read: what is committed meanwhile is not waited for.
            let seen = activity.head
            let after = place.withLock { $0 }
            let hub = hub
            let read = try await activity.store.read { (reading) throws(HubError) in
                try reading.activity(hub: hub, after: after, limit: Self.batch)
            }
            if let last = read.last {
                place.withLock { $0 = last.sequence }
                let records = read.compactMap(\.record).filter { $0.isShown && filter.accepts($0.record) }
                if !records.isEmpty {
                    return records.map { LogRecord($0.record, sequence: $0.sequence, hash: $0.hash) }
                }
                continue
            }
            guard left > .zero else { return [] }
            await wait(after: seen)
            left -= Self.look
        }
        return nil
    }

    /// Waits for a record, a look at most.
    private func wait(after id: Int64) async {
        await withTaskGroup { group in
            group.addTask { [activity] in await activity.waitForMore(after: id) }
            // It ends early only where the whole group is cancelled.
            group.addTask { try? await Task.sleep(for: Self.look) }
            await group.next()
            group.cancelAll()
        }
    }
}
