import HubModel
import HubStore
import Logging
import Synchronization

/// The last place of a chain that needs no checkpoint any more.
struct SignedPlace: Sendable {
    /// The record that tells of the checkpoint, which no other checkpoint is made for.
    var sequence: Int64
    var time: Timestamp
    var name: HubName
}

// What the log does for itself: checkpoints, retention, and telling what it lost.
extension ActivityLog {
    /// A chain is signed after as many records.
    static let recordsBetweenCheckpoints: Int64 = 1000
    /// It is signed, too, when its last records have waited for as long.
    static let timeBetweenCheckpoints = Duration.seconds(600)

    /// Signs the chains where it is due, or all that have grown, and writes what waits.
    package func sign(all: Bool) async {
        await write()
        let now = world.now
        let due = state.withLock { state in
            state.signed.filter { hub, place in
                let grown = (state.chains[hub]?.sequence ?? place.sequence) - place.sequence
                return grown > 0
                    && (all || grown >= Self.recordsBetweenCheckpoints
                        || now - place.time >= Self.timeBetweenCheckpoints)
            }
        }
        guard !due.isEmpty else { return }
        state.withLock { state in
            for (hub, place) in due { state.waiting.append(.checkpoint(hub: hub, place.name)) }
        }
        await write()
    }

    /// The record by which a checkpoint reaches sinks and tails.
    static func record(of checkpoint: LogCheckpoint) -> ActivityRecord {
        var properties = ActivityRecord.Properties()
        properties.checkpoint = checkpoint
        return ActivityRecord(
            time: checkpoint.time,
            hub: checkpoint.hub,
            category: .logIntegrity,
            operationName: .checkpoint,
            resultType: ActivityRecord.success,
            resultDescription: checkpoint.kind == .regular
                ? "the log is signed up to record \(checkpoint.sequence)"
                : "the records up to \(checkpoint.sequence) were removed, because of their age or the size of the log",
            level: .information,
            durationMs: 0,
            properties: properties
        )
    }

    /// Puts on record what was not taken in since the last time.
    ///
    /// What there is no room for now is told the next time: a count that got lost would make the log look whole.
    func tellLosses() {
        let now = world.now
        state.withLock { state in
            for (loss, told) in state.losses where state.waiting.count < Self.capacity {
                state.losses[loss] = nil
                let record = Self.record(of: loss, told.count, told.hub, now)
                state.waiting.append(.record(hub: loss.hub, record, isShown: true))
            }
        }
    }

    private static func record(
        of loss: Loss,
        _ count: Int,
        _ hub: HubName,
        _ now: Timestamp
    ) -> ActivityRecord {
        let words =
            switch loss.cause {
            case .full: "the store did not take them in time"
            case .refusals: "refused requests and logins, of which \(RefusalCounter.perSecond) a second are kept"
            }
        var properties = ActivityRecord.Properties()
        properties.count = count
        properties.droppedCategory = loss.category.rawValue
        return ActivityRecord(
            time: now,
            hub: hub,
            category: .logIntegrity,
            operationName: .recordsDropped,
            resultType: ActivityRecord.success,
            resultDescription: "\(count) records of \(loss.category.rawValue) were not kept: \(words)",
            level: .warning,
            durationMs: 0,
            properties: properties
        )
    }

    /// Removes what is too old or too much; each chain keeps a checkpoint of what it lost.
    func clean() async {
        let limit = Timestamp(milliseconds: world.now.milliseconds - retention.age.wholeMilliseconds)
        var cuts: [Int64: LogCheckpoint] = [:]
        do throws(HubError) {
            while !Task.isCancelled {
                guard let made = try await cut(before: limit) else { break }
                cuts.merge(made) { $1 }
            }
            while !Task.isCancelled,
                try await store.write({ (writing) throws(HubError) in
                    try writing.forgetStreams(before: limit, limit: Self.batch)
                })
            {}
        } catch {
            logger.warning("old activity records stay", metadata: ["detail": "\(error.detail ?? error.message)"])
        }
        for (hub, checkpoint) in cuts { append(Self.record(of: checkpoint), hub: hub) }
    }

    /// Removes at most a batch; the checkpoints are in the store with it, or neither is.
    ///
    /// `nil` where nothing is left to remove.
    private func cut(before limit: Timestamp) async throws(HubError) -> [Int64: LogCheckpoint]? {
        let (retention, key, now) = (retention, key, world.now)
        let totalBytes = state.withLock { $0.totalBytes }
        return try await store.write { (writing) throws(HubError) in
            let expired = try writing.expiredActivity(
                before: limit,
                totalBytes: totalBytes,
                maximumBytes: retention.bytes,
                limit: Self.batch
            )
            guard let last = expired.last else { return nil }
            let ends = Dictionary(expired.map { ($0.hub, $0) }) { $1 }
            var checkpoints: [Int64: LogCheckpoint] = [:]
            for (hub, end) in ends {
                guard let name = end.hubName else { continue }
                let checkpoint = try LogCheckpoint(
                    hub: name,
                    place: end.place,
                    time: now,
                    kind: .retention,
                    signedWith: key
                )
                try writing.insertCheckpoint(hub: hub, checkpoint)
                checkpoints[hub] = checkpoint
            }
            try writing.removeActivity(upTo: last.id)
            return checkpoints
        }
    }
}
