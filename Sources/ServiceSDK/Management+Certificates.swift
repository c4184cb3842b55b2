import HubClient
public import HubModel
public import StreamClient

// Certificates of CAs whose devices a hub lets in.
extension Management {
    /// The certificates of a hub.
    public func certificates(_ hub: HubName) -> PagedSequence<CertificateResource> {
        PagedSequence(pool: pool, first: .listCertificates(hub, top: nil))
    }

    /// A certificate.
    public func certificate(_ hub: HubName, _ name: CertificateName) async throws(ClientError) -> CertificateResource {
        try await value { .showCertificate(hub, name) }
    }

    /// Registers the certificate of a CA; it opens nothing before it is verified.
    public func createCertificate(
        _ hub: HubName,
        _ creation: CertificateCreation
    ) async throws(ClientError) -> CertificateResource {
        try await value { () throws(HubError) in try .createCertificate(hub, creation) }
    }

    /// Deletes a certificate; devices with its certificates are no longer let in, and those connected are put out.
    public func deleteCertificate(_ hub: HubName, _ name: CertificateName) async throws(ClientError) {
        try await done { .deleteCertificate(hub, name) }
    }

    /// Makes a code that the owner of the CA's key is to sign: the common name of a certificate for `verifyCertificate`.
    public func generateVerificationCode(_ hub: HubName, _ name: CertificateName) async throws(ClientError) -> String {
        try await value(VerificationCode.self) { .generateVerificationCode(hub, name) }.verificationCode
    }

    /// Proves that the CA's key is in the right hands, with a certificate that it has signed for the code.
    public func verifyCertificate(
        _ hub: HubName,
        _ name: CertificateName,
        _ verification: CertificateVerification
    ) async throws(ClientError) -> CertificateResource {
        try await value { () throws(HubError) in try .verifyCertificate(hub, name, verification) }
    }
}
