import Foundation
import GRDB
package import HubModel

/// A record that is too old, or too many.
package struct ExpiredActivity: Equatable, Sendable {
    package var id: Int64
    package var hub: Int64
    /// `nil` where the record cannot be read and its hub is gone: nobody is left to verify the chain.
    package var hubName: HubName?
    package var place: LogChain
}

extension StoreQueries {
    /// Checkpoints of a hub after a row, in the order of the chain.
    package func checkpoints(
        hub: Int64,
        name: HubName,
        after position: (sequence: Int64, id: Int64),
        limit: Int
    ) throws(HubError) -> [(id: Int64, checkpoint: LogCheckpoint)] {
        try connection.rows(
            """
            SELECT id, sequence, kind, at, hash, public_key, signature FROM activity_checkpoints
            WHERE hub_id = $1 AND (sequence, id) > ($2, $3) ORDER BY sequence, id LIMIT $4
            """,
            [hub, position.sequence, position.id, limit]
        ) { row in
            (
                try row.need("id"),
                LogCheckpoint(
                    hub: name,
                    place: LogChain(
                        sequence: try row.need("sequence"),
                        hash: Array(try row.need("hash", Data.self))
                    ),
                    time: try row.time("at"),
                    kind: try row.word("kind"),
                    publicKey: try row.need("public_key"),
                    signature: try row.need("signature")
                )
            )
        }
    }

    /// The first records of all hubs, as far as they are from before a time, or more than `maximumBytes` are behind
    /// them.
    ///
    /// The first one that is neither ends it, so that every chain loses nothing but its beginning.
    package func expiredActivity(
        before time: Timestamp,
        totalBytes: Int64,
        maximumBytes: Int64,
        limit: Int
    ) throws(HubError) -> [ExpiredActivity] {
        let rows = try connection.rows(
            """
            SELECT id, hub_id, sequence, at, total_bytes, hash, COALESCE(
                CASE WHEN json_valid(record) THEN json_extract(record, '$.hub') END,
                (SELECT name FROM hubs WHERE hubs.id = activity.hub_id)) AS hub
            FROM activity ORDER BY id LIMIT $1
            """,
            [limit]
        ) { row in
            (
                isExpired: try row.time("at") < time
                    || (try row.need("total_bytes", Int64.self)) <= totalBytes - maximumBytes,
                ExpiredActivity(
                    id: try row.need("id"),
                    hub: try row.need("hub_id"),
                    hubName: try row.mayName("hub"),
                    place: LogChain(
                        sequence: try row.need("sequence"),
                        hash: Array(try row.need("hash", Data.self))
                    )
                )
            )
        }
        return rows.prefix(while: \.isExpired).map(\.1)
    }
}

extension Writing {
    /// Checkpoints of each hub that are kept at most; with one in a thousand records, those of the last ten million.
    private static let maximumCheckpoints = 10_000

    /// Keeps a checkpoint; one of retention takes the place of the one before it.
    package func insertCheckpoint(hub: Int64, _ checkpoint: LogCheckpoint) throws(HubError) {
        if checkpoint.kind == .retention {
            try connection.execute(
                "DELETE FROM activity_checkpoints WHERE hub_id = $1 AND kind = $2",
                [hub, checkpoint.kind.rawValue]
            )
        } else {
            try connection.execute(
                """
                DELETE FROM activity_checkpoints WHERE hub_id = $1 AND kind = $2 AND id <= (
                    SELECT id FROM activity_checkpoints WHERE hub_id = $1 AND kind = $2
                    ORDER BY sequence DESC, id DESC LIMIT 1 OFFSET $3)
                """,
                [hub, checkpoint.kind.rawValue, Self.maximumCheckpoints - 1]
            )
        }
        try connection.execute(
            """
            INSERT INTO activity_checkpoints (hub_id, sequence, kind, at, hash, public_key, signature)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                hub, checkpoint.sequence, checkpoint.kind.rawValue, checkpoint.time.milliseconds,
                column(Base16.decode(checkpoint.hash) ?? []), checkpoint.publicKey, checkpoint.signature,
            ]
        )
    }

    /// Removes all records up to one, of all hubs.
    package func removeActivity(upTo id: Int64) throws(HubError) {
        try connection.execute("DELETE FROM activity WHERE id <= $1", [id])
    }
}
