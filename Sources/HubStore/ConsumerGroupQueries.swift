import GRDB
package import HubModel

/// A consumer group as it is stored.
package struct ConsumerGroupRow: Equatable, Sendable {
    package let name: ConsumerGroupName
    package let createdAt: Timestamp

    package init(name: ConsumerGroupName, createdAt: Timestamp) {
        self.name = name
        self.createdAt = createdAt
    }
}

extension StoreQueries {
    /// The groups of a hub, by name in lower case; their number is bounded where they are made.
    package func consumerGroups(hub: Int64) throws(HubError) -> [ConsumerGroupRow] {
        try connection.rows(
            "SELECT name, created_at FROM consumer_groups WHERE hub_id = $1 ORDER BY name_key",
            [hub],
            ConsumerGroupRow.init
        )
    }
}

extension Writing {
    /// The hub has no group of that name.
    package func insertConsumerGroup(hub: Int64, _ row: ConsumerGroupRow) throws(HubError) {
        try connection.execute(
            "INSERT INTO consumer_groups (hub_id, name_key, name, created_at) VALUES ($1, $2, $3, $4)",
            [hub, row.name.key, row.name.text, row.createdAt.milliseconds]
        )
    }

    /// Tells whether there was one.
    package func deleteConsumerGroup(hub: Int64, _ name: ConsumerGroupName) throws(HubError) -> Bool {
        try connection.execute(
            "DELETE FROM consumer_groups WHERE hub_id = $1 AND name_key = $2",
            [hub, name.key]
        ) > 0
    }
}

extension ConsumerGroupRow {
    init(_ row: Row) throws(HubError) {
        self.init(name: try row.name("name"), createdAt: try row.time("created_at"))
    }
}
