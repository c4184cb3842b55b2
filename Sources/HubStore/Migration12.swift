extension Migrations {
    /// Whether the hub's own log shows a record.
    ///
    /// It is decided when the record is taken in, by the setting `default`. One that only another setting wants waits
    /// in the log for its destination, and is a part of the chain. What is there from before is shown.
    static let migration12 = """
        ALTER TABLE activity ADD COLUMN shown INTEGER NOT NULL DEFAULT 1;
        CREATE INDEX activity_not_shown ON activity (hub_id) WHERE shown = 0;
        """
}
