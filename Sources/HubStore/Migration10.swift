extension Migrations {
    /// What each device last reported of the way to the endpoints of its hub's allowlist.
    ///
    /// One report a device, as JSON: it is read and replaced whole, and goes with its device.
    static let migration10 = """
        CREATE TABLE endpoint_reports (
            hub_id INTEGER NOT NULL,
            device_id TEXT NOT NULL,
            reported_at INTEGER NOT NULL,
            report TEXT NOT NULL,
            PRIMARY KEY (hub_id, device_id),
            FOREIGN KEY (hub_id, device_id) REFERENCES devices (hub_id, device_id) ON DELETE CASCADE
        ) WITHOUT ROWID;
        """
}
