extension Migrations {
    /// Hubs, their allowlist and its history, policies, devices, tokens.
    ///
    /// Times are milliseconds since 1970. A removed hub keeps its row until its devices are cleared away; its name is
    /// free at once. Every list goes along an index: devices by id (the primary key), and by id within each filter.
    static let migration1 = """
        CREATE TABLE settings (
            name TEXT PRIMARY KEY NOT NULL,
            value BLOB NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE hubs (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            name_key TEXT,
            location TEXT NOT NULL,
            resource_group TEXT NOT NULL,
            tags TEXT NOT NULL,
            limits TEXT NOT NULL,
            ips TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            allowlist_version INTEGER NOT NULL,
            allowlist_updated_at INTEGER NOT NULL,
            host_base TEXT NOT NULL,
            device_count INTEGER NOT NULL DEFAULT 0
        );
        CREATE UNIQUE INDEX hubs_by_name ON hubs (name_key) WHERE name_key IS NOT NULL;
        CREATE INDEX hubs_removed ON hubs (id) WHERE name_key IS NULL;

        CREATE TABLE records (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            hub_id INTEGER NOT NULL REFERENCES hubs (id),
            kind TEXT NOT NULL,
            stamp TEXT,
            region TEXT,
            state TEXT NOT NULL,
            effective INTEGER NOT NULL,
            retires INTEGER,
            due INTEGER,
            ips TEXT NOT NULL,
            notes TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
        );
        CREATE INDEX records_by_hub ON records (hub_id, id);
        CREATE INDEX records_due ON records (due) WHERE due IS NOT NULL;

        CREATE TABLE allowlist_changes (
            hub_id INTEGER NOT NULL REFERENCES hubs (id),
            version INTEGER NOT NULL,
            record_id INTEGER NOT NULL,
            change TEXT NOT NULL,
            PRIMARY KEY (hub_id, version, record_id)
        ) WITHOUT ROWID;

        CREATE TABLE policies (
            hub_id INTEGER NOT NULL REFERENCES hubs (id),
            name TEXT NOT NULL,
            rights TEXT NOT NULL,
            primary_key BLOB NOT NULL,
            secondary_key BLOB NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            PRIMARY KEY (hub_id, name)
        ) WITHOUT ROWID;

        CREATE TABLE devices (
            hub_id INTEGER NOT NULL REFERENCES hubs (id),
            device_id TEXT NOT NULL,
            generation_id TEXT NOT NULL,
            etag TEXT NOT NULL,
            status TEXT NOT NULL,
            status_reason TEXT,
            status_updated_at INTEGER NOT NULL,
            connection_state TEXT NOT NULL,
            connection_state_updated_at INTEGER,
            last_activity_at INTEGER,
            authentication TEXT NOT NULL,
            primary_key BLOB,
            secondary_key BLOB,
            tags TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            PRIMARY KEY (hub_id, device_id)
        ) WITHOUT ROWID;
        CREATE INDEX devices_by_status ON devices (hub_id, status, device_id);
        CREATE INDEX devices_by_connection_state ON devices (hub_id, connection_state, device_id);

        CREATE TABLE device_tags (
            hub_id INTEGER NOT NULL,
            name TEXT NOT NULL,
            value TEXT NOT NULL,
            device_id TEXT NOT NULL,
            PRIMARY KEY (hub_id, device_id, name),
            FOREIGN KEY (hub_id, device_id) REFERENCES devices (hub_id, device_id) ON DELETE CASCADE
        ) WITHOUT ROWID;
        CREATE INDEX device_tags_by_name ON device_tags (hub_id, name, device_id);
        CREATE INDEX device_tags_by_value ON device_tags (hub_id, name, value, device_id);

        CREATE TABLE tokens (
            id TEXT PRIMARY KEY NOT NULL,
            digest BLOB NOT NULL UNIQUE,
            name TEXT NOT NULL,
            role TEXT NOT NULL,
            rights TEXT NOT NULL,
            hubs TEXT,
            created_at INTEGER NOT NULL,
            expires_at INTEGER,
            created_by TEXT
        ) WITHOUT ROWID;
        """
}
