extension Migrations {
    /// Whether the hub's own log shows a record, and an index by time that holds what queries of the log ask most.
    ///
    /// What is shown is decided when the record is taken in, by the setting `default`. One that only another setting
    /// wants waits in the log for its destination, and is a part of the chain. What is there from before is shown.
    static let migration11 = """
        ALTER TABLE activity ADD COLUMN shown INTEGER NOT NULL DEFAULT 1;
        DROP INDEX activity_by_time;
        CREATE INDEX activity_by_time ON activity (
            hub_id, at, sequence, category, operation, result_type, level, duration_ms, shown
        );
        """
}
