/// The body of `POST …/certificates`.
package struct CertificateCreation: Codable, Equatable, Sendable {
    package var name: CertificateName
    /// The CA's certificate: PEM, or the base64 of its DER form or of PEM.
    package var certificate: String

    package init(name: CertificateName, certificate: String) {
        self.name = name
        self.certificate = certificate
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case name, certificate }

    package init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(CertificateName.self, forKey: .name)
        certificate = try container.decode(String.self, forKey: .certificate)
    }
}

/// The answer of `POST …/generateVerificationCode`.
package struct VerificationCode: Codable, Equatable, Sendable {
    /// What must stand as the common name in a certificate that the CA's key has signed: 64 hexadecimal digits.
    package var verificationCode: String

    package init(verificationCode: String) { self.verificationCode = verificationCode }
}

/// The body of `POST …/verify`.
package struct CertificateVerification: Codable, Equatable, Sendable {
    /// A certificate that the CA's key has signed for the verification code, in the forms of `CertificateCreation`.
    package var certificate: String

    package init(certificate: String) { self.certificate = certificate }

    enum CodingKeys: String, CodingKey, CaseIterable { case certificate }

    package init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: CodingKeys.self)
        certificate = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .certificate)
    }
}
