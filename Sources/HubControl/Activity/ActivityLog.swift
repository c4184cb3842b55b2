package import HubModel
import HubStore
import Logging
import Synchronization

/// Writes what happened: in batches, never in the way of what happens.
///
/// The queue is bounded; what does not fit is dropped and counted. Records are in the store within `interval`. There
/// they are the queue of all who pass them on: sinks and tails read after the record that they know, and wait for more.
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

    enum Entry: Sendable {
        case record(hub: Int64, ActivityRecord)
        case stream(hub: Int64, StreamResource)
    }

    struct State {
        var waiting: [Entry] = []
        var dropped = 0
        /// The ends of the chains that were written to since the start.
        var chains: [Int64: LogChain] = [:]
        /// The last record that is committed, of all hubs.
        var head: Int64 = 0
        /// What all records took that were ever written.
        var totalBytes: Int64 = 0
        var readers: [UInt64: (after: Int64, CheckedContinuation<Void, Never>)] = [:]
        var nextReader: UInt64 = 0
    }

    let store: HubStore
    let world: World
    let logger: Logger
    let state = Mutex(State())
    /// Chains have one writer at a time.
    let turnstile = Turnstile()
    private let wanted = Mutex<@Sendable (Int64, ActivityRecord.Category) -> Bool>({ _, _ in true })

    init(store: HubStore, world: World, logger: Logger) {
        self.store = store
        self.world = world
        self.logger = logger
    }

    /// Looks up where the log ends.
    ///
    /// Call it before the first record is written.
    package func start() async throws(HubError) {
        let head = try await store.read { (reading) throws(HubError) in try reading.activityHead() }
        state.withLock { ($0.head, $0.totalBytes) = head }
    }

    /// Who says whether any destination of a hub wants records of a category; the others are not taken in.
    package func attach(wanted: @escaping @Sendable (Int64, ActivityRecord.Category) -> Bool) {
        self.wanted.withLock { $0 = wanted }
    }

    /// What did not fit since the start.
    package var dropped: Int { state.withLock { $0.dropped } }

    func append(_ record: ActivityRecord, hub: Int64) {
        let wanted = wanted.withLock { $0 }
        guard wanted(hub, record.category) else { return }
        append(.record(hub: hub, record))
    }

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
