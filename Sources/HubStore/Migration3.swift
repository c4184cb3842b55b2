extension Migrations {
    /// CAs whose certificates let devices in.
    ///
    /// One certificate stands once on a hub, under one name: a device is let in by one CA, and its removal is the end.
    static let migration3 = """
        CREATE TABLE certificates (
            hub_id INTEGER NOT NULL REFERENCES hubs (id),
            name TEXT NOT NULL,
            der BLOB NOT NULL,
            subject TEXT NOT NULL,
            thumbprint TEXT NOT NULL,
            sha256_thumbprint TEXT NOT NULL,
            not_after INTEGER NOT NULL,
            verified INTEGER NOT NULL,
            verification_code TEXT,
            etag TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            PRIMARY KEY (hub_id, name)
        ) WITHOUT ROWID;
        CREATE UNIQUE INDEX certificates_by_thumbprint ON certificates (hub_id, sha256_thumbprint);
        """
}
