/// The body of `POST …/certificates`.
public struct CertificateCreation: Codable, Equatable, Sendable {
    /// The name.
    public var name: CertificateName
    /// The CA's certificate: PEM, or the base64 of its DER form or of PEM.
    public var certificate: String

    /// All members, in order.
    public init(name: CertificateName, certificate: String) {
        self.name = name
        self.certificate = certificate
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case name, certificate }

    /// Reads it; an unknown member is an error.
    public init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(CertificateName.self, forKey: .name)
        certificate = try container.decode(String.self, forKey: .certificate)
    }
}

/// The answer of `POST …/generateVerificationCode`.
public struct VerificationCode: Codable, Equatable, Sendable {
    /// What must stand as the common name in a certificate that the CA's key has signed: 64 hexadecimal digits.
    public var verificationCode: String

    /// All members, in order.
    public init(verificationCode: String) { self.verificationCode = verificationCode }
}

/// The body of `POST …/verify`.
public struct CertificateVerification: Codable, Equatable, Sendable {
    /// A certificate that the CA's key has signed for the verification code, in the forms of `CertificateCreation`.
    public var certificate: String

    /// All members, in order.
    public init(certificate: String) { self.certificate = certificate }

    enum CodingKeys: String, CodingKey, CaseIterable { case certificate }

    /// Reads it; an unknown member is an error.
    public init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: CodingKeys.self)
        certificate = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .certificate)
    }
}
