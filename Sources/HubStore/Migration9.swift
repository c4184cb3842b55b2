extension Migrations {
    /// Diagnostic settings, each with how far its destination is.
    ///
    /// `cursor` is the sequence number of the last record of the hub that the destination took or had no use for;
    /// `NULL` until there is one. Every hub has the setting `default`, those of before this step, too.
    static let migration9 = """
        CREATE TABLE diagnostic_settings (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            hub_id INTEGER NOT NULL REFERENCES hubs (id),
            name TEXT NOT NULL,
            categories TEXT NOT NULL,
            destination TEXT NOT NULL,
            secret BLOB,
            etag TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            cursor INTEGER,
            delivered INTEGER NOT NULL DEFAULT 0,
            dropped INTEGER NOT NULL DEFAULT 0,
            last_delivered_at INTEGER,
            last_failed_at INTEGER,
            last_error TEXT,
            UNIQUE (hub_id, name)
        );

        INSERT INTO diagnostic_settings (hub_id, name, categories, destination, etag, created_at, updated_at)
            SELECT id, 'default', '["DeviceStreams","Connections"]', '{"kind":"local"}', hex(randomblob(6)), created_at,
                created_at
            FROM hubs WHERE name_key IS NOT NULL;
        """
}
