import Crypto
package import HubModel
import HubStore
import Logging
import Metering
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
    /// How often it is looked for what is too old, and told what was dropped.
    static let housekeeping = Duration.seconds(60)

    enum Entry: Sendable {
        case record(hub: Int64, ActivityRecord, isShown: Bool)
        case stream(hub: Int64, StreamResource)
        /// The chain is to be signed as it is when its turn comes.
        case checkpoint(hub: Int64, HubName)
    }

    /// Records that were not taken in, which are counted together.
    struct Loss: Hashable, Sendable {
        enum Cause: Sendable { case full, refusals }

        var hub: Int64
        var category: ActivityRecord.Category
        var cause: Cause
    }

    struct State {
        var waiting: [Entry] = []
        var dropped = 0
        /// What is not on record yet; a few for each hub.
        var losses: [Loss: (count: Int, hub: HubName)] = [:]
        var refusals = RefusalCounter()
        /// The ends of the chains that were written to since the start.
        var chains: [Int64: LogChain] = [:]
        /// What was signed last, of the chains that were written to since the start.
        var signed: [Int64: SignedPlace] = [:]
        /// The last record that is committed, of all hubs.
        var head: Int64 = 0
        /// What all records took that were ever written.
        var totalBytes: Int64 = 0
        var readers: [UInt64: (after: Int64, CheckedContinuation<Void, Never>)] = [:]
        var nextReader: UInt64 = 0

        /// A record is not taken in.
        mutating func lost(_ record: ActivityRecord, hub: Int64, _ cause: Loss.Cause) {
            let told = record.properties.droppedCategory.flatMap { ActivityRecord.Category(rawValue: $0) }
            let loss = Loss(hub: hub, category: told ?? record.category, cause: cause)
            // What tells of losses is not one of its own: it is told again.
            let count = told == nil ? 1 : record.properties.count ?? 0
            losses[loss, default: (0, record.hub)].count += count
            if told == nil { dropped += 1 }
        }
    }

    let store: HubStore
    let world: World
    let logger: Logger
    let meters: ActivityMeters
    /// What is taken in, and whether the hub's own log shows it.
    let categories: LoggedCategories
    let retention: ActivityRetention
    let key: Curve25519.Signing.PrivateKey
    let state = Mutex(State())
    /// Chains have one writer at a time.
    let turnstile = Turnstile()

    /// The key follows from the master key: it is stored nowhere, and stays the same.
    init(
        store: HubStore,
        categories: LoggedCategories,
        retention: ActivityRetention,
        world: World,
        logger: Logger,
        metrics: MetricRegistry
    ) throws(HubError) {
        self.store = store
        self.categories = categories
        self.retention = retention
        self.world = world
        self.logger = logger
        meters = ActivityMeters(metrics)
        do {
            let seed = store.secret(for: "activity log checkpoints", count: 32).bytes
            key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        } catch {
            throw HubError(.serverError, "The key of checkpoints could not be made.", detail: "\(error)")
        }
    }

    /// Looks up where the log ends.
    ///
    /// Call it before the first record is written.
    package func start() async throws(HubError) {
        let head = try await store.read { (reading) throws(HubError) in try reading.activityHead() }
        state.withLock { ($0.head, $0.totalBytes) = head }
    }

    /// What did not fit since the start.
    package var dropped: Int { state.withLock { $0.dropped } }

    func append(_ record: ActivityRecord, hub: Int64) {
        meters.told(record)
        guard categories.wants(record.category, of: hub) else { return }
        let isShown = categories.shows(record.category, of: hub)
        state.withLock { state in
            guard state.waiting.count < Self.capacity else { return state.lost(record, hub: hub, .full) }
            state.waiting.append(.record(hub: hub, record, isShown: isShown))
        }
    }

    /// A record of somebody who was refused; of too many at once the rest is only counted.
    func append(refusal record: ActivityRecord, hub: Int64) {
        let isKept = state.withLock { state in
            if state.refusals.admits(hub: hub, now: record.time) { return true }
            state.lost(record, hub: hub, .refusals)
            return false
        }
        if isKept { append(record, hub: hub) } else { meters.told(record) }
    }

    func keep(_ stream: StreamResource, hub: Int64) {
        state.withLock { state in
            guard state.waiting.count < Self.capacity else {
                state.dropped += 1
                return
            }
            state.waiting.append(.stream(hub: hub, stream))
        }
    }

    /// Runs until it is cancelled; what waits then is still written, and all chains are signed.
    package func run() async {
        var looked: Timestamp?
        while !Task.isCancelled {
            await write()
            let now = world.now
            if looked.map({ now - $0 >= Self.housekeeping || now < $0 }) ?? true {
                looked = now
                await keepHouse()
            }
            // Cancellation ends the wait; the loop sees it.
            try? await Task.sleep(for: Self.interval)
        }
        tellLosses()
        await write()
        await sign(all: true)
    }

    /// Tells what was dropped, signs what is due, and removes what is too old.
    package func keepHouse() async {
        tellLosses()
        await sign(all: false)
        await clean()
    }
}
