import HubModel
import HubStore
import Logging
import Synchronization

/// Writes how many bytes moved on a day, so that a restart does not begin the day's limits anew.
///
/// Bytes are added up here and written every `interval`: a crash forgets that much.
package final class StreamUsageLedger: Sendable {
    static let interval = Duration.seconds(5)
    /// Subjects in one transaction.
    static let batch = 500

    private struct Key: Hashable {
        let hubID: Int64
        let subject: StreamLimiter.Subject
        let day: Int64
    }

    private let store: HubStore
    private let world: World
    private let logger: Logger
    /// As many as the limiter remembers: each was counted there first.
    private let unwritten = Mutex<[Key: Int64]>([:])

    init(store: HubStore, world: World, logger: Logger) {
        self.store = store
        self.world = world
        self.logger = logger
    }

    func count(_ bytes: Int64, _ subjects: [StreamLimiter.Subject], hub: Int64, now: Timestamp) {
        unwritten.withLock { unwritten in
            for subject in subjects {
                unwritten[Key(hubID: hub, subject: subject, day: now.dayNumber), default: 0] += bytes
            }
        }
    }

    /// What is on record for today, of the hubs that there are.
    func today(_ hubs: [Int64: HubName]) async throws(HubError) -> [(StreamLimiter.Subject, Int64)] {
        let day = world.now.dayNumber
        let rows = try await store.read { (reading) throws(HubError) in
            try reading.streamUsage(day: day, limit: StreamLimiter.capacity)
        }
        return rows.compactMap { row in
            hubs[row.hubID].flatMap { StreamLimiter.Subject(stored: row.subject, hub: $0) }.map { ($0, row.bytes) }
        }
    }

    /// Runs until it is cancelled; what waits then is still written.
    package func run() async {
        while !Task.isCancelled {
            await write()
            // Cancellation ends the wait; the loop sees it.
            try? await Task.sleep(for: Self.interval)
        }
        await write()
    }

    /// Writes what waits now.
    package func write() async {
        var waiting = unwritten.withLock { unwritten in
            defer { unwritten = [:] }
            return unwritten.map { key, bytes in
                StreamUsage(hubID: key.hubID, subject: key.subject.stored, day: key.day, bytes: bytes)
            }
        }[...]
        let today = world.now.dayNumber
        while !waiting.isEmpty {
            let rows = waiting.prefix(Self.batch)
            waiting = waiting.dropFirst(Self.batch)
            do throws(HubError) {
                try await store.write { (writing) throws(HubError) in
                    try writing.forgetStreamUsage(before: today)
                    for row in rows where row.day == today { try writing.addStreamUsage(row) }
                }
            } catch {
                // The limits of the running server stand all the same.
                logger.warning("stream usage not written", metadata: ["detail": "\(error.detail ?? error.message)"])
                return
            }
        }
    }
}

extension StreamLimiter.Subject {
    /// As the store has it, beside the hub.
    fileprivate var stored: String {
        switch self {
        case .hub: "hub"
        case .device(_, let id): "device:" + id.text
        case .caller(_, let key): "caller:" + key
        }
    }

    /// `nil` for what a newer version may have written.
    fileprivate init?(stored: String, hub: HubName) {
        if stored == "hub" {
            self = .hub(hub)
        } else if stored.hasPrefix("device:"), let id = try? DeviceID(String(stored.dropFirst(7))) {
            // Only an id of today's rules can be asked for today.
            self = .device(hub, id)
        } else if stored.hasPrefix("caller:") {
            self = .caller(hub, String(stored.dropFirst(7)))
        } else {
            return nil
        }
    }
}
