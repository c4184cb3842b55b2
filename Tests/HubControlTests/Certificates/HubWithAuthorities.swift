import HubModel
import HubStore
import TestSupport

@testable import HubControl

/// A hub on which tests register CAs, and the judge of its devices' certificates.
struct HubWithAuthorities {
    let fixture: ControlFixture
    /// The hub's row.
    let id: Int64

    var certificates: CertificateDirectory { fixture.control.certificates }

    init() async throws {
        fixture = try await ControlFixture()
        id = try await Self.id(of: fixture.hub, fixture)
    }

    static func id(of hub: HubName, _ fixture: ControlFixture) async throws -> Int64 {
        try fixture.control.hubs.snapshot(fixture.owner, hub).hub.id
    }

    /// Registers a CA, and proves the possession of its key unless a test wants it unproved.
    @discardableResult
    func register(
        _ authority: TestAuthority,
        as name: String,
        on hub: HubName? = nil,
        proved: Bool = true
    ) async throws -> CertificateName {
        let hub = hub ?? fixture.hub
        let name = try CertificateName(name)
        let creation = CertificateCreation(name: name, certificate: try authority.pem)
        _ = try await certificates.create(fixture.owner, hub, creation)
        if proved {
            let code = try await certificates.generateVerificationCode(fixture.owner, hub, name, .none)
            let proof = CertificateVerification(certificate: try authority.issue(code.verificationCode).pem)
            _ = try await certificates.verify(fixture.owner, hub, name, proof, .none)
        }
        return name
    }

    /// The name of the CA that stands behind the chain, for the device `press-07` unless another is named.
    func authority(_ chain: [TestAuthority], device: String = "press-07", hub: Int64? = nil) async throws -> String? {
        let certificates = try chain.map { try $0.der }
        return try await self.certificates.authority(issuing: certificates, for: DeviceID(device), hub: hub ?? id)?.text
    }
}
