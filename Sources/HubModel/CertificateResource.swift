/// The certificate of a CA that is registered on a hub, as the REST API shows it.
///
/// Devices with a certificate of this CA are let in once somebody has proved to possess its key.
public struct CertificateResource: Codable, Equatable, Sendable {
    /// The name.
    public var name: CertificateName
    /// The subject's distinguished name, as people read it.
    public var subject: String
    /// SHA-1 of the certificate: 40 hexadecimal digits, upper case.
    public var thumbprint: String
    /// SHA-256 of the certificate: 64 hexadecimal digits, upper case.
    public var sha256Thumbprint: String
    /// When the certificate ends, and with it what it opens.
    public var expiry: Timestamp
    /// Whether somebody has proved to possess the CA's key; until then the certificate opens nothing.
    public var isVerified: Bool
    /// Changes with every change of the resource.
    public var etag: String
    /// When it was made.
    public var createdAt: Timestamp
    /// When it was last changed.
    public var updatedAt: Timestamp

    /// All members, in order.
    public init(
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
