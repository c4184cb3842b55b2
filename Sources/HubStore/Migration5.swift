extension Migrations {
    /// Clients beside tokens, and hubs by resource group.
    ///
    /// The digest of a client is that of its secret. Names of resource groups are the same in any case.
    static let migration5 = """
        ALTER TABLE tokens ADD COLUMN kind TEXT NOT NULL DEFAULT 'token';

        CREATE INDEX hubs_by_group ON hubs (lower(resource_group), name_key) WHERE name_key IS NOT NULL;
        """
}
