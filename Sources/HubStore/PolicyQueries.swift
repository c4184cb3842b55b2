import GRDB
package import HubModel

extension StoreQueries {
    package func policies(hub: Int64) throws(HubError) -> [PolicyRow] {
        try connection.rows(
            "SELECT \(PolicyRow.columns) FROM policies WHERE hub_id = $1 ORDER BY name",
            [hub],
            PolicyRow.init
        )
    }

    package func policy(hub: Int64, _ name: PolicyName) throws(HubError) -> PolicyRow? {
        try connection.row(
            "SELECT \(PolicyRow.columns) FROM policies WHERE hub_id = $1 AND name = $2",
            [hub, name.text],
            PolicyRow.init
        )
    }

    package func policyKeys(hub: Int64, _ name: PolicyName) throws(HubError) -> KeyPair? {
        let sealer = connection.sealer
        return try connection.row(
            "SELECT primary_key, secondary_key FROM policies WHERE hub_id = $1 AND name = $2",
            [hub, name.text]
        ) { row in try row.keys(of: .policy(hub: hub, name), sealer) }?.flatMap { $0 }
    }
}

extension Writing {
    package func insertPolicy(_ row: PolicyRow, keys: KeyPair) throws(HubError) {
        let owner = KeySealer.Owner.policy(hub: row.hubID, row.name)
        let sealer = connection.sealer
        try connection.execute(
            """
            INSERT INTO policies (hub_id, name, rights, primary_key, secondary_key, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                row.hubID, row.name.text, jsonColumn(row.rights),
                column(sealer.seal(keys.primaryKey, of: owner, .primary)),
                column(sealer.seal(keys.secondaryKey, of: owner, .secondary)),
                row.createdAt.milliseconds, row.updatedAt.milliseconds,
            ]
        )
    }

    package func setPolicyKey(
        hub: Int64,
        _ name: PolicyName,
        _ slot: KeySlot,
        _ key: Secret,
        at now: Timestamp
    ) throws(HubError) {
        let sealed = try connection.sealer.seal(key, of: .policy(hub: hub, name), slot)
        try connection.execute(
            "UPDATE policies SET \(slot.columnName) = $1, updated_at = $2 WHERE hub_id = $3 AND name = $4",
            [column(sealed), now.milliseconds, hub, name.text]
        )
    }
}

extension PolicyRow {
    static let columns = "hub_id, name, rights, created_at, updated_at"

    init(_ row: Row) throws(HubError) {
        self.init(
            hubID: try row.need("hub_id"),
            name: try row.name("name"),
            rights: try row.json("rights"),
            createdAt: try row.time("created_at"),
            updatedAt: try row.time("updated_at")
        )
    }
}
