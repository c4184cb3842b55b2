import Foundation
import GRDB
package import HubModel

/// Where a list of records stands: newest first, by time, and by place in the chain among those of one time.
package struct ActivityPosition: Equatable, Sendable {
    package var time: Timestamp
    package var sequence: Int64

    package init(time: Timestamp, sequence: Int64) {
        self.time = time
        self.sequence = sequence
    }
}

/// A part of a list of records.
package struct ActivitySlice: Sendable {
    package var records: [StoredActivity]
    /// Where the next part begins; `nil` at the end of the list.
    package var next: ActivityPosition?
}

// What is asked of a hub's records.
extension StoreQueries {
    /// Records that a hub's own log shows and a filter accepts, the newest first.
    ///
    /// At most `looked` records are looked at, so that the work has a bound whatever the filter is; then the slice ends
    /// early.
    package func activity(
        hub: Int64,
        _ filter: LogFilter,
        before position: ActivityPosition?,
        limit: Int,
        looked: Int
    ) throws(HubError) -> ActivitySlice {
        var conditions = ["hub_id = $1"]
        var values: [StoreConnection.Value] = [hub]
        func add(_ condition: (String) -> String, _ value: StoreConnection.Value) {
            values.append(value)
            conditions.append(condition("$\(values.count)"))
        }
        if let device = filter.device { add({ "device_id = \($0)" }, device.text) }
        if let id = filter.trackingID { add({ "tracking_id = \($0)" }, id) }
        if let from = filter.from { add({ "at >= \($0)" }, from.milliseconds) }
        if let to = filter.to { add({ "at < \($0)" }, to.milliseconds) }
        if let position {
            values += [position.time.milliseconds, position.sequence]
            conditions.append("(at, sequence) < ($\(values.count - 1), $\(values.count))")
        }
        values.append(looked)
        var found: [StoredActivity] = []
        var last: ActivityPosition?
        var count = 0
        let sql = """
            SELECT id, hub_id, sequence, at, category, level, result_type, shown, hash, record FROM activity
            WHERE \(conditions.joined(separator: " AND ")) ORDER BY at DESC, sequence DESC LIMIT $\(values.count)
            """
        _ = try connection.rows(sql, values) { row in
            // What comes after the last that is wanted is left to the next slice.
            guard found.count < limit else { return }
            count += 1
            last = ActivityPosition(time: try row.time("at"), sequence: try row.need("sequence"))
            guard try filter.category.map({ $0 == (try row.need("category")) }) ?? true,
                try filter.level.map({ $0 == (try row.need("level")) }) ?? true,
                try filter.result.map({ $0 == (try row.need("result_type")) }) ?? true
            else { return }
            // What cannot be read is in the chain, where verifying names it; it must not hide the other records.
            guard let stored = try? Self.storedActivity(row), stored.isShown else { return }
            if filter.accepts(stored.record) { found.append(stored) }
        }
        return ActivitySlice(records: found, next: count == looked || found.count == limit ? last : nil)
    }

    /// Rows of a hub after a place in its chain, in its order.
    ///
    /// One whose place is no number has none, and is left out.
    package func activity(hub: Int64, after sequence: Int64, limit: Int) throws(HubError) -> [ActivityRow] {
        try connection.rows(
            """
            SELECT id, hub_id, sequence, category, shown, hash, record FROM activity
            WHERE hub_id = $1 AND sequence > $2 AND typeof(sequence) = 'integer' ORDER BY sequence, id LIMIT $3
            """,
            [hub, sequence, limit]
        ) { row in
            do throws(HubError) {
                return .record(try Self.storedActivity(row))
            } catch {
                // What is wrong with it is the same for everybody: that it cannot be read.
                return .damaged(
                    sequence: try row.need("sequence"),
                    category: try? row.word("category")
                )
            }
        }
    }

    /// The links of a hub's chain after a row, in the order of the chain, as they stand there, with the ids of the rows.
    package func chainEntries(
        hub: Int64,
        after position: (sequence: Int64, id: Int64),
        limit: Int
    ) throws(HubError) -> [(id: Int64, entry: LogChainEntry)] {
        try connection.rows(
            """
            SELECT id, sequence, hash, record FROM activity WHERE hub_id = $1 AND (sequence, id) > ($2, $3)
            ORDER BY sequence, id LIMIT $4
            """,
            [hub, position.sequence, position.id, limit]
        ) { row in
            (
                try row.need("id"),
                LogChainEntry(
                    sequence: try row.need("sequence"),
                    hash: Base16.encode(try row.need("hash", Data.self)),
                    text: try row.need("record")
                )
            )
        }
    }

    /// The place before the first record that is not older than a time.
    package func activitySequence(hub: Int64, before time: Timestamp) throws(HubError) -> Int64? {
        try connection.row(
            "SELECT sequence FROM activity WHERE hub_id = $1 AND at >= $2 ORDER BY at, sequence LIMIT 1",
            [hub, time.milliseconds]
        ) { row in try row.need("sequence", Int64.self) - 1 }
    }
}
