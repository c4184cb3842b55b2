import GRDB
package import HubModel

extension StoreQueries {
    /// The twin of a device that was read.
    package func twin(hub: Int64, _ device: DeviceRow) throws(HubError) -> TwinRow {
        let (desired, reported) = try properties(hub, device.deviceID, nil, device.createdAt)
        return TwinRow(
            etag: device.twinETag,
            version: device.twinVersion,
            tags: device.tags,
            desired: desired,
            reported: reported
        )
    }

    /// The twin of a module that was read.
    package func twin(hub: Int64, _ module: ModuleRow) throws(HubError) -> TwinRow {
        let (desired, reported) = try properties(hub, module.deviceID, module.moduleID, module.createdAt)
        return TwinRow(
            etag: module.twinETag,
            version: module.twinVersion,
            tags: module.tags,
            desired: desired,
            reported: reported
        )
    }

    private func properties(
        _ hub: Int64,
        _ device: DeviceID,
        _ module: ModuleID?,
        _ createdAt: Timestamp
    ) throws(HubError) -> (desired: TwinProperties, reported: TwinProperties) {
        let stored: (TwinProperties, TwinProperties)? = try connection.row(
            "SELECT desired, reported FROM twins WHERE hub_id = $1 AND device_id = $2 AND module_id = $3",
            [hub, device.text, module.column]
        ) { (try $0.json("desired"), try $0.json("reported")) }
        return stored ?? (TwinProperties(at: createdAt), TwinProperties(at: createdAt))
    }
}

extension Writing {
    /// Writes the properties of a twin; its head and tags are written with the identity.
    package func setTwinProperties(hub: Int64, _ identity: DeviceIdentity, _ row: TwinRow) throws(HubError) {
        try connection.execute(
            """
            INSERT INTO twins (hub_id, device_id, module_id, desired, reported) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (hub_id, device_id, module_id) DO UPDATE SET desired = excluded.desired,
                reported = excluded.reported
            """,
            [
                hub, identity.device.text, identity.module.column, jsonColumn(row.desired), jsonColumn(row.reported),
            ]
        )
    }

    /// Writes the head of a device's twin alone: where no tag changes, nothing else of its row does.
    package func setTwinHead(hub: Int64, _ device: DeviceRow) throws(HubError) {
        try connection.execute(
            "UPDATE devices SET twin_etag = $1, twin_version = $2 WHERE hub_id = $3 AND device_id = $4",
            [device.twinETag, device.twinVersion, hub, device.deviceID.text]
        )
    }
}

extension ModuleID? {
    /// The device itself stands under an empty name, which no module has.
    fileprivate var column: String { self?.text ?? "" }
}
