import GRDB
package import HubModel

extension StoreQueries {
    package func device(hub: Int64, _ id: DeviceID) throws(HubError) -> DeviceRow? {
        try connection.row(
            "SELECT \(DeviceRow.columns) FROM devices d WHERE d.hub_id = $1 AND d.device_id = $2",
            [hub, id.text],
            DeviceRow.init
        )
    }

    /// The keys of a device; `nil` when it has none, or is not there.
    package func deviceKeys(hub: Int64, _ id: DeviceID) throws(HubError) -> KeyPair? {
        let sealer = connection.sealer
        return try connection.row(
            "SELECT primary_key, secondary_key FROM devices WHERE hub_id = $1 AND device_id = $2",
            [hub, id.text]
        ) { row in try row.keys(of: .device(hub: hub, id), sealer) }?.flatMap { $0 }
    }

    /// A page of the devices that match, by id in byte order.
    package func devices(
        hub: Int64,
        matching filter: DeviceFilter,
        after: DeviceID?,
        limit: Int
    ) throws(HubError) -> [DeviceRow] {
        let selection = DeviceSelection(hub: hub, filter, after: after, limit: limit)
        return try connection.rows(selection.sql, selection.values, DeviceRow.init)
    }

    /// How many devices match the filter, which names no tag and no prefix.
    package func countDevices(hub: Int64, matching filter: DeviceFilter) throws(HubError) -> Int {
        let selection = DeviceSelection(counting: hub, filter)
        return try connection.row(selection.sql, selection.values) { try $0.need("count") } ?? 0
    }

    /// A page of all devices, with their keys where they are asked for.
    package func exportDevices(
        hub: Int64,
        after: DeviceID?,
        limit: Int,
        withKeys: Bool
    ) throws(HubError) -> [(DeviceRow, KeyPair?)] {
        let sealer = connection.sealer
        let keys = withKeys ? ", d.primary_key, d.secondary_key" : ""
        return try connection.rows(
            """
            SELECT \(DeviceRow.columns)\(keys) FROM devices d WHERE d.hub_id = $1 AND d.device_id > $2
            ORDER BY d.device_id LIMIT $3
            """,
            [hub, after?.text ?? "", limit]
        ) { row in
            let device = try DeviceRow(row)
            return (device, withKeys ? try row.keys(of: .device(hub: hub, device.deviceID), sealer) : nil)
        }
    }
}

extension DeviceRow {
    static let columns = """
        d.device_id, d.generation_id, d.etag, d.identity_etag, d.twin_etag, d.twin_version, d.status, d.status_reason, d.status_updated_at, \
        d.connection_state, d.connection_state_updated_at, d.last_activity_at, d.authentication, d.tags, d.created_at, d.updated_at
        """

    init(_ row: Row) throws(HubError) {
        self.init(
            deviceID: try row.name("device_id"),
            generationID: try row.need("generation_id"),
            etag: try row.need("etag"),
            identityETag: try row.need("identity_etag"),
            twinETag: try row.need("twin_etag"),
            twinVersion: try row.need("twin_version"),
            status: try row.word("status"),
            statusReason: try row.may("status_reason"),
            statusUpdatedAt: try row.time("status_updated_at"),
            connectionState: try row.word("connection_state"),
            connectionStateUpdatedAt: try row.mayTime("connection_state_updated_at"),
            lastActivityAt: try row.mayTime("last_activity_at"),
            authentication: try row.json("authentication"),
            tags: try row.json("tags"),
            createdAt: try row.time("created_at"),
            updatedAt: try row.time("updated_at")
        )
    }
}
