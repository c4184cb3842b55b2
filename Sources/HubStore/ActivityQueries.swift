import Foundation
import GRDB
package import HubModel

extension StoreQueries {
    /// Records of all hubs after the given one, in the order in which they were committed.
    package func activity(after id: Int64, limit: Int) throws(HubError) -> [StoredActivity] {
        try connection.rows(
            "SELECT id, hub_id, sequence, shown, hash, record FROM activity WHERE id > $1 ORDER BY id LIMIT $2",
            [id, limit],
            Self.storedActivity
        )
    }

    /// The newest records of a hub, newest first.
    package func activity(hub: Int64, limit: Int) throws(HubError) -> [ActivityRecord] {
        try connection.rows(
            "SELECT record FROM activity WHERE hub_id = $1 ORDER BY sequence DESC LIMIT $2",
            [hub, limit]
        ) { try $0.json("record") }
    }

    /// The last record of all hubs and how much is stored; zero where there is none.
    package func activityHead() throws(HubError) -> (id: Int64, totalBytes: Int64) {
        try connection.row("SELECT id, total_bytes FROM activity ORDER BY id DESC LIMIT 1") {
            (try $0.need("id"), try $0.need("total_bytes"))
        } ?? (0, 0)
    }

    /// The end of a hub's chain.
    ///
    /// A checkpoint may be ahead of the records: retention has removed them all, or somebody else the last ones. The
    /// chain goes on from there, so that what is missing stays to be seen.
    package func chain(hub: Int64) throws(HubError) -> LogChain {
        let ends: [LogChain] =
            try connection.rows(
                """
                SELECT sequence, hash FROM activity WHERE hub_id = $1 ORDER BY sequence DESC, id DESC LIMIT 1
                """,
                [hub],
                Self.place
            )
            + connection.rows(
                """
                SELECT sequence, hash FROM activity_checkpoints WHERE hub_id = $1 ORDER BY sequence DESC, id DESC LIMIT 1
                """,
                [hub],
                Self.place
            )
        return ends.max { $0.sequence < $1.sequence } ?? LogChain()
    }

    private static func place(_ row: Row) throws(HubError) -> LogChain {
        LogChain(sequence: try row.need("sequence"), hash: Array(try row.need("hash", Data.self)))
    }

    static func storedActivity(_ row: Row) throws(HubError) -> StoredActivity {
        StoredActivity(
            id: try row.need("id"),
            hub: try row.need("hub_id"),
            sequence: try row.need("sequence"),
            hash: Array(try row.need("hash", Data.self)),
            isShown: try row.need("shown", Int.self) != 0,
            text: try row.need("record"),
            record: try row.json("record")
        )
    }

    /// A stream that ended.
    package func stream(hub: Int64, _ id: StreamID) throws(HubError) -> StreamResource? {
        try connection.row(
            "SELECT stream FROM streams WHERE hub_id = $1 AND stream_id = $2",
            [hub, id.text]
        ) { try $0.json("stream") }
    }

    /// Streams that ended, the last opened first, from before the given one on.
    package func streams(
        hub: Int64,
        device: DeviceID?,
        before: (openedAt: Timestamp, id: String)?,
        limit: Int
    ) throws(HubError) -> [StreamResource] {
        let end = before ?? (Timestamp(milliseconds: .max), "")
        if let device {
            return try connection.rows(
                """
                SELECT stream FROM streams WHERE hub_id = $1 AND device_id = $2 AND (opened_at, stream_id) < ($3, $4)
                ORDER BY opened_at DESC, stream_id DESC LIMIT $5
                """,
                [hub, device.text, end.openedAt.milliseconds, end.id, limit]
            ) { try $0.json("stream") }
        }
        return try connection.rows(
            """
            SELECT stream FROM streams WHERE hub_id = $1 AND (opened_at, stream_id) < ($2, $3)
            ORDER BY opened_at DESC, stream_id DESC LIMIT $4
            """,
            [hub, end.openedAt.milliseconds, end.id, limit]
        ) { try $0.json("stream") }
    }
}

extension Writing {
    /// Appends a record to its hub's chain, and gives its id.
    ///
    /// `text` is the record as it was hashed, `chain` the end of the chain with it.
    package func appendActivity(
        hub: Int64,
        _ record: ActivityRecord,
        text: String,
        isShown: Bool,
        chain: LogChain,
        totalBytes: Int64
    ) throws(HubError) -> Int64 {
        try connection.insert(
            """
            INSERT INTO activity (hub_id, sequence, at, category, operation, result_type, level, duration_ms, device_id,
                stream_id, tracking_id, bytes_from_device, bytes_from_service, total_bytes, hash, record, shown)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            """,
            [
                hub, chain.sequence, record.time.milliseconds, record.category.rawValue,
                record.operationName.rawValue, record.resultType, record.level.rawValue, record.durationMs,
                record.properties.deviceId?.text, record.properties.streamId?.text, record.properties.trackingId,
                record.properties.bytesFromDevice, record.properties.bytesFromService, totalBytes, column(chain.hash),
                text, isShown ? 1 : 0,
            ]
        )
    }

    /// Keeps a stream that ended; one of the same id that ended before gives way.
    package func keepStream(hub: Int64, _ stream: StreamResource) throws(HubError) {
        try connection.execute(
            """
            INSERT INTO streams (hub_id, stream_id, device_id, opened_at, stream) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (hub_id, stream_id) DO UPDATE SET device_id = excluded.device_id,
                opened_at = excluded.opened_at, stream = excluded.stream
            """,
            [hub, stream.streamId.text, stream.deviceId.text, stream.openedAt.milliseconds, jsonColumn(stream)]
        )
    }

    /// Forgets at most `limit` streams from before a time; tells whether there are more to forget.
    package func forgetStreams(before time: Timestamp, limit: Int) throws(HubError) -> Bool {
        try connection.execute(
            """
            DELETE FROM streams WHERE (hub_id, stream_id) IN
                (SELECT hub_id, stream_id FROM streams WHERE opened_at < $1 LIMIT $2)
            """,
            [time.milliseconds, limit]
        ) == limit
    }

    /// Writes whether a device is connected; one that is gone is passed over.
    package func setConnectionState(
        hub: Int64,
        _ id: DeviceID,
        _ state: ConnectionState,
        since: Timestamp,
        lastActivity: Timestamp
    ) throws(HubError) {
        try connection.execute(
            """
            UPDATE devices SET connection_state = $1, connection_state_updated_at = $2, last_activity_at = $3
            WHERE hub_id = $4 AND device_id = $5
            """,
            [state.rawValue, since.milliseconds, lastActivity.milliseconds, hub, id.text]
        )
    }

    /// No device is connected when the server starts; what the rows say is from before.
    package func disconnectAll(at now: Timestamp) throws(HubError) {
        try connection.execute(
            """
            UPDATE devices SET connection_state = $1, connection_state_updated_at = $2
            WHERE hub_id IN (SELECT id FROM hubs) AND connection_state = $3
            """,
            [ConnectionState.disconnected.rawValue, now.milliseconds, ConnectionState.connected.rawValue]
        )
    }
}
