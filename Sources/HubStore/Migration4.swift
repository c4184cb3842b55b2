extension Migrations {
    /// Modules, and the twins of devices and modules.
    ///
    /// The head of a twin (its entity tag and version) and its tags stand with the identity, because they are changed
    /// with it and asked for in lists; the properties stand apart, because few reads want them. An identity whose
    /// properties nobody wrote has no row there.
    static let migration4 = """
        ALTER TABLE devices ADD COLUMN identity_etag TEXT NOT NULL DEFAULT '';
        ALTER TABLE devices ADD COLUMN twin_etag TEXT NOT NULL DEFAULT '';
        ALTER TABLE devices ADD COLUMN twin_version INTEGER NOT NULL DEFAULT 1;
        UPDATE devices SET identity_etag = etag, twin_etag = etag;

        CREATE TABLE modules (
            hub_id INTEGER NOT NULL,
            device_id TEXT NOT NULL,
            module_id TEXT NOT NULL,
            generation_id TEXT NOT NULL,
            etag TEXT NOT NULL,
            managed_by TEXT,
            authentication TEXT NOT NULL,
            primary_key BLOB,
            secondary_key BLOB,
            tags TEXT NOT NULL,
            twin_etag TEXT NOT NULL,
            twin_version INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            PRIMARY KEY (hub_id, device_id, module_id),
            FOREIGN KEY (hub_id, device_id) REFERENCES devices (hub_id, device_id) ON DELETE CASCADE
        ) WITHOUT ROWID;

        CREATE TABLE twins (
            hub_id INTEGER NOT NULL,
            device_id TEXT NOT NULL,
            module_id TEXT NOT NULL,
            desired TEXT NOT NULL,
            reported TEXT NOT NULL,
            PRIMARY KEY (hub_id, device_id, module_id),
            FOREIGN KEY (hub_id, device_id) REFERENCES devices (hub_id, device_id) ON DELETE CASCADE
        ) WITHOUT ROWID;
        """
}
