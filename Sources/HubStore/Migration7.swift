extension Migrations {
    /// Consumer groups, but for the one that every hub has.
    static let migration7 = """
        CREATE TABLE consumer_groups (
            hub_id INTEGER NOT NULL REFERENCES hubs (id),
            name_key TEXT NOT NULL,
            name TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (hub_id, name_key)
        ) WITHOUT ROWID;
        """
}
