extension Migrations {
    /// The activity log as a chain for each hub, and its checkpoints.
    ///
    /// `sequence` has no gap within a hub, `id` is the order over all hubs, by which sinks go on. `record` is the very
    /// text that `hash` covers; the columns beside it only find it. `total_bytes` counts what all rows up to this one
    /// take, so that the size of the log is one subtraction. No index is unique: what somebody else wrote into the
    /// table must not keep the server from writing, it must be found. Records from before this step are not carried
    /// over.
    static let migration8 = """
        DROP TABLE activity;

        CREATE TABLE activity (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            hub_id INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            at INTEGER NOT NULL,
            category TEXT NOT NULL,
            operation TEXT NOT NULL,
            result_type TEXT NOT NULL,
            level TEXT NOT NULL,
            duration_ms INTEGER NOT NULL,
            device_id TEXT,
            stream_id TEXT,
            tracking_id TEXT,
            bytes_from_device INTEGER,
            bytes_from_service INTEGER,
            total_bytes INTEGER NOT NULL,
            hash BLOB NOT NULL,
            record TEXT NOT NULL
        );
        CREATE INDEX activity_by_sequence ON activity (hub_id, sequence);
        CREATE INDEX activity_by_time ON activity (hub_id, at, sequence);
        CREATE INDEX activity_by_device ON activity (hub_id, device_id, at, sequence) WHERE device_id IS NOT NULL;
        CREATE INDEX activity_by_tracking_id ON activity (hub_id, tracking_id, at, sequence)
            WHERE tracking_id IS NOT NULL;

        CREATE TABLE activity_checkpoints (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            hub_id INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            kind TEXT NOT NULL,
            at INTEGER NOT NULL,
            hash BLOB NOT NULL,
            public_key TEXT NOT NULL,
            signature TEXT NOT NULL
        );
        CREATE INDEX activity_checkpoints_by_sequence ON activity_checkpoints (hub_id, sequence, id);
        """
}
