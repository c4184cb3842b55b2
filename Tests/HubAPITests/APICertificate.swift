import HubControl
import HubModel
import HubStore
import TestSupport

/// Certificates for requests that are written down before any test runs.
enum APICertificate {
    /// The code that `makeCertificate` leaves.
    static let code = "C0DE"
    private static let authority = Result { try TestAuthority("Plant CA") }
    /// That of a CA, which `makeCertificate` registers.
    static let registered = text { try authority.get().pem }
    /// That of another CA.
    static let other = text { try TestAuthority("Other CA").pem }
    /// A certificate of the registered CA for the code.
    static let proof = text { try authority.get().issue(code).pem }

    /// What cannot be made is empty, and refused by the server.
    private static func text(_ make: () throws -> String) -> String { (try? make()) ?? "" }
}

extension API {
    /// Registers a CA, for which a verification code is waiting.
    func makeCertificate(_ name: String = "ca", _ pem: String = APICertificate.registered) async throws {
        let name = try CertificateName(name)
        let creation = CertificateCreation(name: name, certificate: pem)
        _ = try await fixture.control.certificates.create(fixture.owner, fixture.hub, creation)
        let hub = fixture.hub
        try await fixture.store.write { (writing) throws(HubError) in
            guard let id = try writing.hub(hub)?.id, var row = try writing.certificate(hub: id, name) else { return }
            row.verificationCode = APICertificate.code
            try writing.updateCertificate(row)
        }
    }
}
