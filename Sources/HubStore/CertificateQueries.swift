import Foundation
import GRDB
package import HubModel

extension StoreQueries {
    /// The certificates of a hub, by name.
    package func certificates(hub: Int64) throws(HubError) -> [CertificateRow] {
        try connection.rows(
            "SELECT \(CertificateRow.columns) FROM certificates WHERE hub_id = $1 ORDER BY name",
            [hub],
            CertificateRow.init
        )
    }

    /// Those of them that may let devices in, by name.
    package func verifiedCertificates(hub: Int64) throws(HubError) -> [CertificateRow] {
        try connection.rows(
            "SELECT \(CertificateRow.columns) FROM certificates WHERE hub_id = $1 AND verified = $2 ORDER BY name",
            [hub, true],
            CertificateRow.init
        )
    }

    package func certificate(hub: Int64, _ name: CertificateName) throws(HubError) -> CertificateRow? {
        try connection.row(
            "SELECT \(CertificateRow.columns) FROM certificates WHERE hub_id = $1 AND name = $2",
            [hub, name.text],
            CertificateRow.init
        )
    }
}

extension Writing {
    package func insertCertificate(_ row: CertificateRow) throws(HubError) {
        try connection.execute(
            """
            INSERT INTO certificates (hub_id, name, der, subject, thumbprint, sha256_thumbprint, not_after, verified,
                verification_code, etag, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            [
                row.hubID, row.name.text, column(row.der), row.subject, row.thumbprint, row.sha256Thumbprint,
                row.notAfter.milliseconds, row.isVerified, row.verificationCode, row.etag,
                row.createdAt.milliseconds, row.updatedAt.milliseconds,
            ]
        )
    }

    /// Writes what changes of a certificate: how far its verification is.
    package func updateCertificate(_ row: CertificateRow) throws(HubError) {
        try connection.execute(
            """
            UPDATE certificates SET verified = $1, verification_code = $2, etag = $3, updated_at = $4
            WHERE hub_id = $5 AND name = $6
            """,
            [
                row.isVerified, row.verificationCode, row.etag, row.updatedAt.milliseconds, row.hubID, row.name.text,
            ]
        )
    }

    package func deleteCertificate(hub: Int64, _ name: CertificateName) throws(HubError) {
        try connection.execute("DELETE FROM certificates WHERE hub_id = $1 AND name = $2", [hub, name.text])
    }
}

extension CertificateRow {
    static let columns = """
        hub_id, name, der, subject, thumbprint, sha256_thumbprint, not_after, verified, verification_code, etag, \
        created_at, updated_at
        """

    init(_ row: Row) throws(HubError) {
        self.init(
            hubID: try row.need("hub_id"),
            name: try row.name("name"),
            der: Array(try row.need("der", Data.self)),
            subject: try row.need("subject"),
            thumbprint: try row.need("thumbprint"),
            sha256Thumbprint: try row.need("sha256_thumbprint"),
            notAfter: try row.time("not_after"),
            isVerified: try row.need("verified"),
            verificationCode: try row.may("verification_code"),
            etag: try row.need("etag"),
            createdAt: try row.time("created_at"),
            updatedAt: try row.time("updated_at")
        )
    }
}
