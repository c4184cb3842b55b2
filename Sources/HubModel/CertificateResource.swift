/// The certificate of a CA that is registered on a hub, as the REST API shows it.
///
/// Devices with a certificate of this CA are let in once somebody has proved to possess its key.
package struct CertificateResource: Codable, Equatable, Sendable {
    package var name: CertificateName
    /// The subject's distinguished name, as people read it.
    package var subject: String
    /// SHA-1 of the certificate: 40 hexadecimal digits, upper case.
    package var thumbprint: String
    /// SHA-256 of the certificate: 64 hexadecimal digits, upper case.
    package var sha256Thumbprint: String
    /// When the certificate ends, and with it what it opens.
    package var expiry: Timestamp
    /// Whether somebody has proved to possess the CA's key; until then the certificate opens nothing.
    package var isVerified: Bool
    package var etag: String
    package var createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(
        name: CertificateName,
        subject: String,
        thumbprint: String,
        sha256Thumbprint: String,
        expiry: Timestamp,
        isVerified: Bool,
        etag: String,
        createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.name = name
        self.subject = subject
        self.thumbprint = thumbprint
        self.sha256Thumbprint = sha256Thumbprint
        self.expiry = expiry
        self.isVerified = isVerified
        self.etag = etag
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
