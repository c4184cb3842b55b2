import GRDB
package import HubModel

/// Bytes that streams of one subject moved on one UTC day.
package struct StreamUsage: Equatable, Sendable {
    package let hubID: Int64
    /// The hub, a device or a caller, in words that only their writer reads.
    package let subject: String
    /// Days since the epoch.
    package let day: Int64
    package var bytes: Int64

    package init(hubID: Int64, subject: String, day: Int64, bytes: Int64) {
        self.hubID = hubID
        self.subject = subject
        self.day = day
        self.bytes = bytes
    }
}

extension StoreQueries {
    /// What was moved on a day; the subjects that moved most first.
    package func streamUsage(day: Int64, limit: Int) throws(HubError) -> [StreamUsage] {
        try connection.rows(
            "SELECT hub_id, subject, bytes FROM stream_usage WHERE day = $1 ORDER BY bytes DESC LIMIT $2",
            [day, limit]
        ) {
            StreamUsage(
                hubID: try $0.need("hub_id"),
                subject: try $0.need("subject"),
                day: day,
                bytes: try $0.need("bytes")
            )
        }
    }
}

extension Writing {
    /// Adds to what was moved on a day.
    package func addStreamUsage(_ usage: StreamUsage) throws(HubError) {
        try connection.execute(
            """
            INSERT INTO stream_usage (day, hub_id, subject, bytes) VALUES ($1, $2, $3, $4)
            ON CONFLICT (day, hub_id, subject) DO UPDATE SET bytes = bytes + excluded.bytes
            """,
            [usage.day, usage.hubID, usage.subject, usage.bytes]
        )
    }

    /// Forgets the days before one.
    package func forgetStreamUsage(before day: Int64) throws(HubError) {
        try connection.execute("DELETE FROM stream_usage WHERE day < $1", [day])
    }
}
