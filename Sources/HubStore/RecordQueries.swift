import GRDB
package import HubModel

extension StoreQueries {
    /// The records of a hub by id.
    package func records(hub: Int64, includingRetired: Bool) throws(HubError) -> [RecordRow] {
        let rows = try connection.rows(
            "SELECT \(RecordRow.columns) FROM records WHERE hub_id = $1 ORDER BY id",
            [hub],
            RecordRow.init
        )
        return includingRetired ? rows : rows.filter { $0.state != .retired }
    }

    package func record(_ id: Int, hub: Int64) throws(HubError) -> RecordRow? {
        try connection.row(
            "SELECT \(RecordRow.columns) FROM records WHERE id = $1 AND hub_id = $2",
            [id, hub],
            RecordRow.init
        )
    }

    /// When the next record changes with time; `nil` when none does.
    package func nextDue() throws(HubError) -> Timestamp? {
        try connection.row("SELECT MIN(due) AS due FROM records WHERE due IS NOT NULL") { try $0.mayTime("due") }
            .flatMap { $0 }
    }

    /// The records whose time has come.
    package func dueRecords(at now: Timestamp) throws(HubError) -> [RecordRow] {
        try connection.rows(
            "SELECT \(RecordRow.columns) FROM records WHERE due <= $1 ORDER BY due",
            [now.milliseconds],
            RecordRow.init
        )
    }

    /// What happened to a hub's allowlist after a version, in the order it happened.
    package func changes(hub: Int64, since: AllowlistVersion) throws(HubError) -> [AllowlistChange] {
        try connection.rows(
            "SELECT change FROM allowlist_changes WHERE hub_id = $1 AND version > $2 ORDER BY version, record_id",
            [hub, since.number]
        ) { try $0.json("change") }
    }
}

extension Writing {
    /// The result is the id of the new record.
    package func insertRecord(_ row: RecordRow) throws(HubError) -> Int {
        let id = try connection.insert(
            """
            INSERT INTO records (hub_id, kind, stamp, region, state, effective, retires, due, ips, notes, created_at,
                updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            [
                row.hubID, row.kind.rawValue, row.stamp?.text, row.region, row.state.rawValue,
                row.effective.milliseconds, row.retires?.milliseconds, row.due?.milliseconds, jsonColumn(row.ips),
                row.notes, row.createdAt.milliseconds, row.updatedAt.milliseconds,
            ]
        )
        return Int(id)
    }

    package func updateRecord(_ row: RecordRow) throws(HubError) {
        try connection.execute(
            """
            UPDATE records SET state = $1, effective = $2, retires = $3, due = $4, ips = $5, notes = $6,
                updated_at = $7 WHERE id = $8
            """,
            [
                row.state.rawValue, row.effective.milliseconds, row.retires?.milliseconds, row.due?.milliseconds,
                jsonColumn(row.ips), row.notes, row.updatedAt.milliseconds, row.id,
            ]
        )
    }

    package func appendChange(hub: Int64, _ change: AllowlistChange) throws(HubError) {
        try connection.execute(
            "INSERT INTO allowlist_changes (hub_id, version, record_id, change) VALUES ($1, $2, $3, $4)",
            [hub, change.version.number, change.id, jsonColumn(change)]
        )
    }
}

extension RecordRow {
    static let columns = """
        id, hub_id, kind, stamp, region, state, effective, retires, ips, notes, created_at, updated_at
        """

    init(_ row: Row) throws(HubError) {
        self.init(
            id: try row.need("id"),
            hubID: try row.need("hub_id"),
            kind: try row.word("kind"),
            stamp: try row.mayName("stamp"),
            region: try row.may("region"),
            state: try row.word("state"),
            effective: try row.time("effective"),
            retires: try row.mayTime("retires"),
            ips: try row.json("ips"),
            notes: try row.may("notes"),
            createdAt: try row.time("created_at"),
            updatedAt: try row.time("updated_at")
        )
    }
}
