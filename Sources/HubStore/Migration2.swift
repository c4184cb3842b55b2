extension Migrations {
    /// The activity log, and the streams that ended.
    ///
    /// Neither refers to the hub's row: what happened stays, also when the hub is gone, until it is too old.
    static let migration2 = """
        CREATE TABLE activity (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            hub_id INTEGER NOT NULL,
            at INTEGER NOT NULL,
            category TEXT NOT NULL,
            device_id TEXT NOT NULL,
            stream_id TEXT,
            record TEXT NOT NULL
        );
        CREATE INDEX activity_by_hub ON activity (hub_id, at);
        CREATE INDEX activity_by_time ON activity (at);

        CREATE TABLE streams (
            hub_id INTEGER NOT NULL,
            stream_id TEXT NOT NULL,
            device_id TEXT NOT NULL,
            opened_at INTEGER NOT NULL,
            stream TEXT NOT NULL,
            PRIMARY KEY (hub_id, stream_id)
        ) WITHOUT ROWID;
        CREATE INDEX streams_by_time ON streams (hub_id, opened_at, stream_id);
        CREATE INDEX streams_by_device ON streams (hub_id, device_id, opened_at, stream_id);
        CREATE INDEX streams_by_age ON streams (opened_at);
        """
}
