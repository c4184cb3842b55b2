import Foundation
import GRDB
package import HubModel

extension StoreQueries {
    /// The token with this digest; the secret of a client is no token.
    package func token(digest: [UInt8]) throws(HubError) -> TokenRow? {
        try connection.row(
            "SELECT \(TokenRow.columns) FROM tokens WHERE digest = $1 AND kind = $2",
            [column(digest), TokenKind.token.rawValue],
            TokenRow.init
        )
    }

    /// The client of that id, and the digest of its secret.
    package func client(_ id: TokenID) throws(HubError) -> (row: TokenRow, digest: [UInt8])? {
        try connection.row(
            "SELECT \(TokenRow.columns), digest FROM tokens WHERE id = $1 AND kind = $2",
            [id.text, TokenKind.client.rawValue]
        ) { row in (try TokenRow(row), Array(try row.need("digest", Data.self))) }
    }

    package func token(id: TokenID) throws(HubError) -> TokenRow? {
        try connection.row("SELECT \(TokenRow.columns) FROM tokens WHERE id = $1", [id.text], TokenRow.init)
    }

    /// A page of the tokens by id, after one.
    package func tokens(after: TokenID?, limit: Int) throws(HubError) -> [TokenRow] {
        try connection.rows(
            "SELECT \(TokenRow.columns) FROM tokens WHERE id > $1 ORDER BY id LIMIT $2",
            [after?.text ?? "", limit],
            TokenRow.init
        )
    }
}

extension Writing {
    package func insertToken(_ row: TokenRow, digest: [UInt8]) throws(HubError) {
        try connection.execute(
            """
            INSERT INTO tokens (id, digest, name, role, rights, hubs, created_at, expires_at, created_by, kind)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            [
                row.id.text, column(digest), row.name, row.role.rawValue, jsonColumn(row.rights),
                row.hubs.map { hubs throws(HubError) in try jsonColumn(hubs) }, row.createdAt.milliseconds,
                row.expiresAt?.milliseconds, row.createdBy?.text, row.kind.rawValue,
            ]
        )
    }

    /// Writes the scope of a token; nothing else of one ever changes.
    package func updateToken(_ row: TokenRow) throws(HubError) {
        try connection.execute(
            "UPDATE tokens SET hubs = $1 WHERE id = $2",
            [row.hubs.map { hubs throws(HubError) in try jsonColumn(hubs) }, row.id.text]
        )
    }

    /// Tells whether there was one.
    package func deleteToken(_ id: TokenID) throws(HubError) -> Bool {
        try connection.execute("DELETE FROM tokens WHERE id = $1", [id.text]) > 0
    }
}

extension TokenRow {
    static let columns = "id, kind, name, role, rights, hubs, created_at, expires_at, created_by"

    init(_ row: Row) throws(HubError) {
        self.init(
            id: try row.name("id"),
            kind: try row.word("kind"),
            name: try row.need("name"),
            role: try row.word("role"),
            rights: try row.json("rights"),
            hubs: try row.mayJSON("hubs"),
            createdAt: try row.time("created_at"),
            expiresAt: try row.mayTime("expires_at"),
            createdBy: try row.mayName("created_by")
        )
    }
}
