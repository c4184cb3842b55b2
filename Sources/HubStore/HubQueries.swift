import GRDB
package import HubModel

extension StoreQueries {
    /// The hub of that name, in any case.
    package func hub(_ name: HubName) throws(HubError) -> HubRow? {
        try connection.row("SELECT \(HubRow.columns) FROM hubs WHERE name_key = $1", [name.key], HubRow.init)
    }

    package func allHubs() throws(HubError) -> [HubRow] {
        try connection.rows(
            "SELECT \(HubRow.columns) FROM hubs WHERE name_key IS NOT NULL ORDER BY name_key",
            [],
            HubRow.init
        )
    }

    /// A page of the hubs by name in lower case, after `key`; of those `within` and in the resource group only, where
    /// they are not `nil`.
    package func hubs(
        after key: String?,
        limit: Int,
        within: [HubName]?,
        group: String? = nil
    ) throws(HubError) -> [HubRow] {
        var conditions = "name_key > $1"
        var values: [StoreConnection.Value] = [key ?? ""]
        if let within {
            // The names are a JSON array: one statement, however many there are.
            values.append(try jsonColumn(within.map(\.key)))
            conditions += " AND name_key IN (SELECT value FROM json_each($\(values.count)))"
        }
        if let group {
            values.append(group.lowercased())
            conditions += " AND lower(resource_group) = $\(values.count)"
        }
        values.append(limit)
        return try connection.rows(
            "SELECT \(HubRow.columns) FROM hubs WHERE \(conditions) ORDER BY name_key LIMIT $\(values.count)",
            values,
            HubRow.init
        )
    }

    /// A setting of the server.
    package func setting(_ name: String) throws(HubError) -> String? {
        try connection.row("SELECT value FROM settings WHERE name = $1", [name]) { try $0.need("value") }
    }
}

extension Writing {
    package func setSetting(_ name: String, _ value: String) throws(HubError) {
        try connection.execute(
            "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [name, value]
        )
    }

    /// The result is the id of the new hub.
    package func insertHub(_ row: HubRow) throws(HubError) -> Int64 {
        try connection.insert(
            """
            INSERT INTO hubs (name, name_key, location, resource_group, tags, limits, ips, created_at, updated_at,
                allowlist_version, allowlist_updated_at, host_base)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            [
                row.name.text, row.name.key, row.location, row.resourceGroup, jsonColumn(row.tags),
                jsonColumn(row.limits), jsonColumn(row.ips), row.createdAt.milliseconds, row.updatedAt.milliseconds,
                row.allowlistVersion.number, row.allowlistUpdatedAt.milliseconds, row.hostBase,
            ]
        )
    }

    /// Writes everything of a hub but its name.
    package func updateHub(_ row: HubRow) throws(HubError) {
        try connection.execute(
            """
            UPDATE hubs SET location = $1, resource_group = $2, tags = $3, limits = $4, ips = $5, updated_at = $6,
                allowlist_version = $7, allowlist_updated_at = $8, host_base = $9 WHERE id = $10
            """,
            [
                row.location, row.resourceGroup, jsonColumn(row.tags), jsonColumn(row.limits), jsonColumn(row.ips),
                row.updatedAt.milliseconds, row.allowlistVersion.number, row.allowlistUpdatedAt.milliseconds,
                row.hostBase, row.id,
            ]
        )
    }

    /// Removes a hub from sight.
    ///
    /// Its devices, of which there may be a million, are cleared away by `purgeRemovedHubs`.
    package func removeHub(_ id: Int64) throws(HubError) {
        let tables = [
            "records", "allowlist_changes", "policies", "certificates", "consumer_groups", "diagnostic_settings",
        ]
        for table in tables {
            try connection.execute("DELETE FROM \(table) WHERE hub_id = $1", [id])
        }
        try connection.execute("UPDATE hubs SET name_key = NULL WHERE id = $1", [id])
    }

    /// Clears away at most `limit` devices of removed hubs; tells whether there is more to do.
    package func purgeRemovedHubs(limit: Int) throws(HubError) -> Bool {
        let removed: Int64? = try connection.row("SELECT id FROM hubs WHERE name_key IS NULL LIMIT 1") {
            try $0.need("id")
        }
        guard let removed else { return false }
        let count = try connection.execute(
            """
            DELETE FROM devices WHERE hub_id = $1 AND device_id IN
                (SELECT device_id FROM devices WHERE hub_id = $1 ORDER BY device_id LIMIT $2)
            """,
            [removed, limit]
        )
        if count < limit { try connection.execute("DELETE FROM hubs WHERE id = $1", [removed]) }
        return true
    }
}

extension HubRow {
    static let columns = """
        id, name, location, resource_group, tags, limits, ips, created_at, updated_at, allowlist_version, \
        allowlist_updated_at, host_base, device_count
        """

    init(_ row: Row) throws(HubError) {
        self.init(
            id: try row.need("id"),
            name: try row.name("name"),
            location: try row.need("location"),
            resourceGroup: try row.need("resource_group"),
            tags: try row.json("tags"),
            limits: try row.json("limits"),
            ips: try row.json("ips"),
            createdAt: try row.time("created_at"),
            updatedAt: try row.time("updated_at"),
            allowlistVersion: AllowlistVersion(number: try row.need("allowlist_version")),
            allowlistUpdatedAt: try row.time("allowlist_updated_at"),
            hostBase: try row.need("host_base"),
            deviceCount: try row.need("device_count")
        )
    }
}
