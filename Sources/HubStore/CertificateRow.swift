package import HubModel

/// A CA's certificate as it is stored.
package struct CertificateRow: Equatable, Sendable {
    package var hubID: Int64
    package var name: CertificateName
    package var der: [UInt8]
    package var subject: String
    /// SHA-1, in upper-case hexadecimal digits.
    package var thumbprint: String
    /// SHA-256, in upper-case hexadecimal digits.
    package var sha256Thumbprint: String
    package var notAfter: Timestamp
    package var isVerified: Bool
    /// What the next verification must hold; `nil` where none was asked for since the last one.
    package var verificationCode: String?
    package var etag: String
    package var createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(
        hubID: Int64,
        name: CertificateName,
        der: [UInt8],
        subject: String,
        thumbprint: String,
        sha256Thumbprint: String,
        notAfter: Timestamp,
        isVerified: Bool = false,
        verificationCode: String? = nil,
        etag: String,
        createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.hubID = hubID
        self.name = name
        self.der = der
        self.subject = subject
        self.thumbprint = thumbprint
        self.sha256Thumbprint = sha256Thumbprint
        self.notAfter = notAfter
        self.isVerified = isVerified
        self.verificationCode = verificationCode
        self.etag = etag
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
