import Foundation
import GRDB
package import HubModel

extension StoreQueries {
    /// The diagnostic settings of a hub, by name.
    package func diagnosticSettings(hub: Int64) throws(HubError) -> [DiagnosticSettingRow] {
        try connection.rows(
            "SELECT \(DiagnosticSettingRow.columns) FROM diagnostic_settings WHERE hub_id = $1 ORDER BY name",
            [hub],
            DiagnosticSettingRow.init
        )
    }

    package func diagnosticSetting(
        hub: Int64,
        _ name: DiagnosticSettingName
    ) throws(HubError) -> DiagnosticSettingRow? {
        try connection.row(
            "SELECT \(DiagnosticSettingRow.columns) FROM diagnostic_settings WHERE hub_id = $1 AND name = $2",
            [hub, name.text],
            DiagnosticSettingRow.init
        )
    }

    /// The setting as it is now; `nil` where it was deleted.
    package func diagnosticSetting(id: Int64) throws(HubError) -> DiagnosticSettingRow? {
        try connection.row(
            "SELECT \(DiagnosticSettingRow.columns) FROM diagnostic_settings WHERE id = $1",
            [id],
            DiagnosticSettingRow.init
        )
    }

    /// What batches of the setting are signed with; `nil` where there is nothing.
    package func diagnosticSecret(hub: Int64, _ name: DiagnosticSettingName) throws(HubError) -> Secret? {
        let sealer = connection.sealer
        return try connection.row(
            "SELECT secret FROM diagnostic_settings WHERE hub_id = $1 AND name = $2",
            [hub, name.text]
        ) { row in
            try row.may("secret", Data.self).map { sealed throws(HubError) in
                try sealer.open(Array(sealed), of: .diagnosticSetting(hub: hub, name), .primary)
            }
        }?.flatMap { $0 }
    }

    /// The place of a hub's last record; `nil` where it has none.
    package func lastSequence(hub: Int64) throws(HubError) -> Int64? {
        try connection.row("SELECT MAX(sequence) AS sequence FROM activity WHERE hub_id = $1", [hub]) {
            try $0.may("sequence")
        }?.flatMap { $0 }
    }

    /// The hubs that have records after this one of all hubs, and the last of all.
    package func hubsWithActivity(after id: Int64) throws(HubError) -> (hubs: [Int64], last: Int64) {
        let found: [(Int64, Int64)] = try connection.rows(
            "SELECT hub_id, MAX(id) AS last FROM activity WHERE id > $1 GROUP BY hub_id",
            [id]
        ) { (try $0.need("hub_id"), try $0.need("last")) }
        return (found.map(\.0), found.map(\.1).max() ?? id)
    }
}

extension Writing {
    /// The result is the id of the new setting.
    package func insertDiagnosticSetting(_ row: DiagnosticSettingRow, secret: Secret?) throws(HubError) -> Int64 {
        try connection.insert(
            """
            INSERT INTO diagnostic_settings (hub_id, name, categories, destination, secret, etag, created_at,
                updated_at, cursor)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                row.hubID, row.name.text, jsonColumn(row.categories), jsonColumn(row.destination), sealed(secret, row),
                row.etag, row.createdAt.milliseconds, row.updatedAt.milliseconds, row.cursor,
            ]
        )
    }

    /// Writes what its owner changed; how far the destination is stays as it is.
    package func updateDiagnosticSetting(_ row: DiagnosticSettingRow, secret: Secret?) throws(HubError) {
        try connection.execute(
            """
            UPDATE diagnostic_settings SET categories = $1, destination = $2, secret = $3, etag = $4, updated_at = $5
            WHERE id = $6
            """,
            [
                jsonColumn(row.categories), jsonColumn(row.destination), sealed(secret, row), row.etag,
                row.updatedAt.milliseconds, row.id,
            ]
        )
    }

    package func deleteDiagnosticSetting(id: Int64) throws(HubError) {
        try connection.execute("DELETE FROM diagnostic_settings WHERE id = $1", [id])
    }

    /// Writes how far the destination is now, what it took, and what it will never get.
    ///
    /// `now` is when it took something; `nil` where there was nothing to take.
    package func advanceDiagnosticSetting(
        id: Int64,
        to cursor: Int64,
        delivered: Int,
        dropped: Int64,
        at now: Timestamp?
    ) throws(HubError) {
        try connection.execute(
            """
            UPDATE diagnostic_settings SET cursor = $1, delivered = delivered + $2, dropped = dropped + $3,
                last_delivered_at = COALESCE($4, last_delivered_at) WHERE id = $5
            """,
            [cursor, delivered, dropped, now?.milliseconds, id]
        )
    }

    /// Writes that the destination failed.
    package func failDiagnosticSetting(id: Int64, _ message: String, at now: Timestamp) throws(HubError) {
        try connection.execute(
            "UPDATE diagnostic_settings SET last_error = $1, last_failed_at = $2 WHERE id = $3",
            [message, now.milliseconds, id]
        )
    }

    private func sealed(_ secret: Secret?, _ row: DiagnosticSettingRow) throws(HubError) -> Data? {
        try secret.map { secret throws(HubError) in
            column(try connection.sealer.seal(secret, of: .diagnosticSetting(hub: row.hubID, row.name), .primary))
        }
    }
}

extension DiagnosticSettingRow {
    static let columns = """
        id, hub_id, name, categories, destination, etag, created_at, updated_at, cursor, delivered, dropped, \
        last_delivered_at, last_failed_at, last_error
        """

    init(_ row: Row) throws(HubError) {
        self.init(
            id: try row.need("id"),
            hubID: try row.need("hub_id"),
            name: try row.name("name"),
            categories: try row.json("categories"),
            destination: try row.json("destination"),
            etag: try row.need("etag"),
            createdAt: try row.time("created_at"),
            updatedAt: try row.time("updated_at"),
            cursor: try row.may("cursor"),
            delivery: DiagnosticDelivery(
                delivered: try row.need("delivered"),
                dropped: try row.need("dropped"),
                lastDeliveredAt: try row.mayTime("last_delivered_at"),
                lastFailedAt: try row.mayTime("last_failed_at"),
                lastError: try row.may("last_error")
            )
        )
    }
}
