extension Migrations {
    /// Bytes of streams by day, for the limits that count by day.
    static let migration6 = """
        CREATE TABLE stream_usage (
            day INTEGER NOT NULL,
            hub_id INTEGER NOT NULL,
            subject TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            PRIMARY KEY (day, hub_id, subject)
        ) WITHOUT ROWID;
        """
}
