package import HubModel
import HubStore

/// The activity logs of the hubs, for those who read and verify them.
package struct LogDirectory: Sendable {
    /// Records that one request looks at, at most: some tenths of a second, whatever the filter.
    static let looked = 50_000
    /// Of them, so many at a time; writers and other readers come in between.
    static let slice = 2000

    let hubs: HubDirectory
    let activity: ActivityLog
    package let tails: Tails

    /// Records that a filter accepts, the newest first.
    ///
    /// A page may be shorter than was asked for, even empty, and have another behind it: then many records were looked at
    /// that the filter does not accept.
    package func list(
        _ caller: Caller,
        _ hub: HubName,
        _ filter: LogFilter,
        _ page: PageRequest
    ) async throws(HubError) -> ListPage<LogRecord> {
        let id = try id(caller, hub)
        var position = try page.key().map(Self.position)
        var found: [LogRecord] = []
        var looked = 0
        // What happened before the question is in the answer.
        if position == nil { await activity.write() }
        while true {
            let (start, wanted) = (position, page.top - found.count)
            let part = try await hubs.store.read { (reading) throws(HubError) in
                try reading.activity(hub: id, filter, before: start, limit: wanted, looked: Self.slice)
            }
            found += part.records.map { LogRecord($0.record, sequence: $0.sequence, hash: $0.hash) }
            position = part.next
            looked += Self.slice
            guard let position else { return ListPage(found, next: nil) }
            guard found.count < page.top, looked < Self.looked, !Task.isCancelled else {
                return ListPage(found, next: "\(position.time.milliseconds)/\(position.sequence)")
            }
        }
    }

    /// One record, by its place in the chain.
    package func get(_ caller: Caller, _ hub: HubName, _ sequence: Int64) async throws(HubError) -> LogRecord {
        let id = try id(caller, hub)
        await activity.write()
        let found = try await hubs.store.read { (reading) throws(HubError) in
            try reading.activity(hub: id, after: sequence - 1, limit: 1).first
        }
        guard found?.sequence == sequence, let found = found?.record, found.isShown else {
            throw HubError(
                .resourceNotFound,
                "The log of the hub '\(hub)' has no record \(sequence), or has no longer.",
                target: "sequence"
            )
        }
        return LogRecord(found.record, sequence: found.sequence, hash: found.hash)
    }

    /// The links of the chain, as they stand in the store, from a record on.
    package func chain(
        _ caller: Caller,
        _ hub: HubName,
        from sequence: Int64,
        _ page: PageRequest
    ) async throws(HubError) -> ListPage<LogChainEntry> {
        let id = try id(caller, hub)
        let start = try page.key().map(Self.row) ?? (sequence - 1, .max)
        let rows = try await hubs.store.read { (reading) throws(HubError) in
            try reading.chainEntries(hub: id, after: start, limit: page.top + 1)
        }
        return Self.page(rows.map { ($0.id, $0.entry.sequence, $0.entry) }, page.top)
    }

    /// The checkpoints of a hub, in the order of the chain.
    package func checkpoints(
        _ caller: Caller,
        _ hub: HubName,
        _ page: PageRequest
    ) async throws(HubError) -> ListPage<LogCheckpoint> {
        let snapshot = try snapshot(caller, hub).hub
        let start = try page.key().map(Self.row) ?? (-1, .max)
        let rows = try await hubs.store.read { (reading) throws(HubError) in
            try reading.checkpoints(hub: snapshot.id, name: snapshot.name, after: start, limit: page.top + 1)
        }
        return Self.page(rows.map { ($0.id, $0.checkpoint.sequence, $0.checkpoint) }, page.top)
    }

    /// Follows the log as it grows.
    package func tail(
        _ caller: Caller,
        _ hub: HubName,
        _ filter: LogFilter,
        after sequence: Int64?
    ) async throws(HubError) -> LogTail {
        let id = try id(caller, hub)
        await activity.write()
        let from = filter.from
        let start = try await hubs.store.read { (reading) throws(HubError) -> Int64 in
            if let sequence { return sequence }
            guard let from, let before = try reading.activitySequence(hub: id, before: from) else {
                return try reading.chain(hub: id).sequence
            }
            return before
        }
        return try LogTail(tails.begin(caller), hub: id, filter, after: start, activity)
    }

    private func id(_ caller: Caller, _ hub: HubName) throws(HubError) -> Int64 { try snapshot(caller, hub).hub.id }

    private func snapshot(_ caller: Caller, _ hub: HubName) throws(HubError) -> HubSnapshot {
        try caller.require(.reader)
        return try hubs.snapshot(caller, hub)
    }

    private static func page<Element: Sendable>(
        _ rows: [(id: Int64, sequence: Int64, element: Element)],
        _ top: Int
    ) -> ListPage<Element> {
        let last = rows.count > top ? rows[top - 1] : nil
        return ListPage(rows.prefix(top).map(\.element), next: last.map { "\($0.sequence)/\($0.id)" })
    }

    private static func numbers(_ key: String) throws(HubError) -> (Int64, Int64) {
        let parts = key.split(separator: "/", omittingEmptySubsequences: false).map { Int64($0) }
        guard parts.count == 2, let first = parts[0], let second = parts[1] else {
            throw HubError(.argumentInvalid, "$skiptoken is not one that this server made.", target: "$skiptoken")
        }
        return (first, second)
    }

    private static func row(_ key: String) throws(HubError) -> (sequence: Int64, id: Int64) { try numbers(key) }

    private static func position(_ key: String) throws(HubError) -> ActivityPosition {
        let (time, sequence) = try numbers(key)
        return ActivityPosition(time: Timestamp(milliseconds: time), sequence: sequence)
    }
}
