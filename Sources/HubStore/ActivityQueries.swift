import GRDB
package import HubModel

extension StoreQueries {
    /// The newest records of a hub, newest first.
    package func activity(hub: Int64, limit: Int) throws(HubError) -> [ActivityRecord] {
        try connection.rows(
            "SELECT record FROM activity WHERE hub_id = $1 ORDER BY id DESC LIMIT $2",
            [hub, limit]
        ) { try $0.json("record") }
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
    package func appendActivity(hub: Int64, _ record: ActivityRecord) throws(HubError) {
        try connection.execute(
            "INSERT INTO activity (hub_id, at, category, device_id, stream_id, record) VALUES ($1, $2, $3, $4, $5, $6)",
            [
                hub, record.time.milliseconds, record.category.rawValue, record.properties.deviceId.text,
                record.properties.streamId?.text, jsonColumn(record),
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

    /// Forgets at most `limit` records and as many streams from before a time; tells whether there is more to forget.
    package func forgetActivity(before time: Timestamp, limit: Int) throws(HubError) -> Bool {
        let records = try connection.execute(
            "DELETE FROM activity WHERE id IN (SELECT id FROM activity WHERE at < $1 LIMIT $2)",
            [time.milliseconds, limit]
        )
        let streams = try connection.execute(
            """
            DELETE FROM streams WHERE (hub_id, stream_id) IN
                (SELECT hub_id, stream_id FROM streams WHERE opened_at < $1 LIMIT $2)
            """,
            [time.milliseconds, limit]
        )
        return max(records, streams) == limit
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
