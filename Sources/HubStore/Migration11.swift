extension Migrations {
    /// What queries of the log ask about most can be answered from the index by time alone.
    static let migration11 = """
        DROP INDEX activity_by_time;

        CREATE INDEX activity_by_time ON activity (
            hub_id, at, sequence, category, operation, result_type, level, duration_ms
        );
        """
}
