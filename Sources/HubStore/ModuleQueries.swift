import GRDB
package import HubModel

extension StoreQueries {
    package func module(hub: Int64, _ device: DeviceID, _ module: ModuleID) throws(HubError) -> ModuleRow? {
        try connection.row(
            "SELECT \(ModuleRow.columns) FROM modules WHERE hub_id = $1 AND device_id = $2 AND module_id = $3",
            [hub, device.text, module.text],
            ModuleRow.init
        )
    }

    /// The modules of a device, by id; their number is bounded where they are made.
    package func modules(hub: Int64, of device: DeviceID) throws(HubError) -> [ModuleRow] {
        try connection.rows(
            "SELECT \(ModuleRow.columns) FROM modules WHERE hub_id = $1 AND device_id = $2 ORDER BY module_id",
            [hub, device.text],
            ModuleRow.init
        )
    }

    /// The keys of a module; `nil` when it has none, or is not there.
    package func moduleKeys(hub: Int64, _ device: DeviceID, _ module: ModuleID) throws(HubError) -> KeyPair? {
        let sealer = connection.sealer
        return try connection.row(
            """
            SELECT primary_key, secondary_key FROM modules WHERE hub_id = $1 AND device_id = $2 AND module_id = $3
            """,
            [hub, device.text, module.text]
        ) { row in try row.keys(of: .module(hub: hub, device, module), sealer) }?.flatMap { $0 }
    }
}

extension Writing {
    /// The device has no module of that id.
    package func insertModule(hub: Int64, _ row: ModuleRow, keys: KeyPair?) throws(HubError) {
        let sealed = try seal(keys, of: .module(hub: hub, row.deviceID, row.moduleID))
        try connection.execute(
            """
            INSERT INTO modules (hub_id, device_id, module_id, generation_id, etag, managed_by, authentication,
                primary_key, secondary_key, tags, twin_etag, twin_version, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            """,
            [
                hub, row.deviceID.text, row.moduleID.text, row.generationID, row.etag, row.managedBy,
                jsonColumn(row.authentication), sealed?.primary, sealed?.secondary, jsonColumn(row.tags), row.twinETag,
                row.twinVersion, row.createdAt.milliseconds, row.updatedAt.milliseconds,
            ]
        )
    }

    /// Writes everything of a module but its ids and its keys.
    package func updateModule(hub: Int64, _ row: ModuleRow) throws(HubError) {
        try connection.execute(
            """
            UPDATE modules SET etag = $1, managed_by = $2, authentication = $3, tags = $4, twin_etag = $5,
                twin_version = $6, updated_at = $7 WHERE hub_id = $8 AND device_id = $9 AND module_id = $10
            """,
            [
                row.etag, row.managedBy, jsonColumn(row.authentication), jsonColumn(row.tags), row.twinETag,
                row.twinVersion, row.updatedAt.milliseconds, hub, row.deviceID.text, row.moduleID.text,
            ]
        )
    }

    /// Replaces both keys; `nil` takes them away.
    package func setModuleKeys(
        hub: Int64,
        _ device: DeviceID,
        _ module: ModuleID,
        _ keys: KeyPair?
    ) throws(HubError) {
        let sealed = try seal(keys, of: .module(hub: hub, device, module))
        try connection.execute(
            """
            UPDATE modules SET primary_key = $1, secondary_key = $2
            WHERE hub_id = $3 AND device_id = $4 AND module_id = $5
            """,
            [sealed?.primary, sealed?.secondary, hub, device.text, module.text]
        )
    }

    /// Deletes a module and its twin.
    package func deleteModule(hub: Int64, _ device: DeviceID, _ module: ModuleID) throws(HubError) {
        for table in ["twins", "modules"] {
            try connection.execute(
                "DELETE FROM \(table) WHERE hub_id = $1 AND device_id = $2 AND module_id = $3",
                [hub, device.text, module.text]
            )
        }
    }
}

extension ModuleRow {
    static let columns = """
        device_id, module_id, generation_id, etag, managed_by, authentication, tags, twin_etag, twin_version, \
        created_at, updated_at
        """

    init(_ row: Row) throws(HubError) {
        self.init(
            deviceID: try row.name("device_id"),
            moduleID: try row.name("module_id"),
            generationID: try row.need("generation_id"),
            etag: try row.need("etag"),
            managedBy: try row.may("managed_by"),
            authentication: try row.json("authentication"),
            tags: try row.json("tags"),
            twinETag: try row.need("twin_etag"),
            twinVersion: try row.need("twin_version"),
            createdAt: try row.time("created_at"),
            updatedAt: try row.time("updated_at")
        )
    }
}
