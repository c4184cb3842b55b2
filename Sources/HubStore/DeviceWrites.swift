import GRDB
package import HubModel

extension Writing {
    /// Throws `DeviceAlreadyExists` when the hub has one of that id.
    package func insertDevice(hub: Int64, _ row: DeviceRow, keys: KeyPair?) throws(HubError) {
        let sealed = try seal(keys, of: .device(hub: hub, row.deviceID))
        let inserted = try connection.execute(
            """
            INSERT INTO devices (hub_id, device_id, generation_id, etag, identity_etag, twin_etag, twin_version, status,
                status_reason, status_updated_at, connection_state, connection_state_updated_at, last_activity_at,
                authentication, primary_key, secondary_key, tags, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
            ON CONFLICT (hub_id, device_id) DO NOTHING
            """,
            [
                hub, row.deviceID.text, row.generationID, row.etag, row.identityETag, row.twinETag, row.twinVersion,
                row.status.rawValue, row.statusReason, row.statusUpdatedAt.milliseconds, row.connectionState.rawValue,
                row.connectionStateUpdatedAt?.milliseconds, row.lastActivityAt?.milliseconds,
                jsonColumn(row.authentication), sealed?.primary, sealed?.secondary, jsonColumn(row.tags),
                row.createdAt.milliseconds, row.updatedAt.milliseconds,
            ]
        )
        guard inserted == 1 else {
            throw HubError(
                .deviceAlreadyExists,
                "The hub has a device '\(row.deviceID)' already.",
                target: "deviceId"
            )
        }
        try insertTags(hub, row.deviceID, row.tags)
        try count(hub, 1)
    }

    /// Writes everything of a device but its id and its keys.
    package func updateDevice(hub: Int64, _ row: DeviceRow) throws(HubError) {
        try connection.execute(
            """
            UPDATE devices SET etag = $1, identity_etag = $2, twin_etag = $3, twin_version = $4, status = $5,
                status_reason = $6, status_updated_at = $7, connection_state = $8, connection_state_updated_at = $9,
                last_activity_at = $10, authentication = $11, tags = $12, updated_at = $13
            WHERE hub_id = $14 AND device_id = $15
            """,
            [
                row.etag, row.identityETag, row.twinETag, row.twinVersion, row.status.rawValue, row.statusReason,
                row.statusUpdatedAt.milliseconds,
                row.connectionState.rawValue, row.connectionStateUpdatedAt?.milliseconds,
                row.lastActivityAt?.milliseconds, jsonColumn(row.authentication), jsonColumn(row.tags),
                row.updatedAt.milliseconds, hub, row.deviceID.text,
            ]
        )
        try connection.execute(
            "DELETE FROM device_tags WHERE hub_id = $1 AND device_id = $2",
            [hub, row.deviceID.text]
        )
        try insertTags(hub, row.deviceID, row.tags)
    }

    /// Replaces both keys; `nil` takes them away.
    package func setDeviceKeys(hub: Int64, _ id: DeviceID, _ keys: KeyPair?) throws(HubError) {
        let sealed = try seal(keys, of: .device(hub: hub, id))
        try connection.execute(
            "UPDATE devices SET primary_key = $1, secondary_key = $2 WHERE hub_id = $3 AND device_id = $4",
            [sealed?.primary, sealed?.secondary, hub, id.text]
        )
    }

    /// Tells whether there was one.
    package func deleteDevice(hub: Int64, _ id: DeviceID) throws(HubError) -> Bool {
        let deleted = try connection.execute(
            "DELETE FROM devices WHERE hub_id = $1 AND device_id = $2",
            [hub, id.text]
        )
        guard deleted > 0 else { return false }
        try count(hub, -1)
        return true
    }

    /// Only texts can be asked for by their value.
    private func insertTags(_ hub: Int64, _ id: DeviceID, _ tags: JSONObject) throws(HubError) {
        for (name, value) in tags.texts {
            try connection.execute(
                "INSERT INTO device_tags (hub_id, name, value, device_id) VALUES ($1, $2, $3, $4)",
                [hub, name, value, id.text]
            )
        }
    }

    private func count(_ hub: Int64, _ step: Int) throws(HubError) {
        try connection.execute("UPDATE hubs SET device_count = device_count + $1 WHERE id = $2", [step, hub])
    }

    /// Both keys, sealed for their columns.
    func seal(
        _ keys: KeyPair?,
        of owner: KeySealer.Owner
    ) throws(HubError) -> (primary: StoreConnection.Value, secondary: StoreConnection.Value)? {
        guard let keys else { return nil }
        let sealer = connection.sealer
        return (
            column(try sealer.seal(keys.primaryKey, of: owner, .primary)),
            column(try sealer.seal(keys.secondaryKey, of: owner, .secondary))
        )
    }
}
