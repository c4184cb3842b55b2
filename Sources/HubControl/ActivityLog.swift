import HubModel
import HubStore
import Logging
import Synchronization

/// Writes what happened: in batches, never in the way of what happens.
///
/// The queue is bounded; what does not fit is dropped and counted. Records are in the store within `interval`.
package final class ActivityLog: Sendable {
    /// How long a record waits at most, so that a query finds it within a second.
    static let interval = Duration.milliseconds(200)
    /// Entries that wait; at a thousand streams a second, ten seconds of a stalled disk.
    static let capacity = 20_000
    /// Entries in one transaction.
    static let batch = 500
    /// How long records are kept.
    static let retention = Duration.seconds(30 * 86_400)
    /// Turns of the writer between two looks at what is too old: every ten minutes.
    static let turnsBetweenCleaning = 3000

    private enum Entry: Sendable {
        case record(hub: Int64, ActivityRecord)
        case stream(hub: Int64, StreamResource)
    }

    private struct State {
        var waiting: [Entry] = []
        var dropped = 0
    }

    private let store: HubStore
    private let world: World
    private let logger: Logger
    private let state = Mutex(State())

    init(store: HubStore, world: World, logger: Logger) {
        self.store = store
        self.world = world
        self.logger = logger
    }

    /// What did not fit since the start.
    package var dropped: Int { state.withLock { $0.dropped } }

    func append(_ record: ActivityRecord, hub: Int64) { append(.record(hub: hub, record)) }

    func keep(_ stream: StreamResource, hub: Int64) { append(.stream(hub: hub, stream)) }

    private func append(_ entry: Entry) {
        state.withLock { state in
            guard state.waiting.count < Self.capacity else {
                state.dropped += 1
                return
            }
            state.waiting.append(entry)
        }
    }

    /// Runs until it is cancelled; what waits then is still written.
    package func run() async {
        var turn = 0
        while !Task.isCancelled {
            await write()
            if turn % Self.turnsBetweenCleaning == 0 { await clean() }
            turn += 1
            // Cancellation ends the wait; the loop sees it.
            try? await Task.sleep(for: Self.interval)
        }
        await write()
    }

    /// Writes what waits now.
    package func write() async {
        while true {
            let entries = state.withLock { state in
                let entries = Array(state.waiting.prefix(Self.batch))
                state.waiting.removeFirst(entries.count)
                return entries
            }
            guard !entries.isEmpty else { return }
            do throws(HubError) {
                try await store.write { (writing) throws(HubError) in
                    for entry in entries {
                        switch entry {
                        case .record(let hub, let record): try writing.appendActivity(hub: hub, record)
                        case .stream(let hub, let stream): try writing.keepStream(hub: hub, stream)
                        }
                    }
                }
            } catch {
                state.withLock { $0.dropped += entries.count }
                logger.error(
                    "activity records lost",
                    metadata: ["count": "\(entries.count)", "detail": "\(error.detail ?? error.message)"]
                )
                return
            }
        }
    }

    private func clean() async {
        let limit = Timestamp(milliseconds: world.now.milliseconds - Self.retention.wholeMilliseconds)
        do throws(HubError) {
            while !Task.isCancelled,
                try await store.write({ (writing) throws(HubError) in
                    try writing.forgetActivity(before: limit, limit: Self.batch)
                })
            {}
        } catch {
            logger.warning("old activity records stay", metadata: ["detail": "\(error.detail ?? error.message)"])
        }
    }
}
