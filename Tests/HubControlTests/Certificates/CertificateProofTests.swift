import HubModel
import HubStore
import TestSupport
import Testing
import X509

@testable import HubControl

/// What proves that somebody has the key of a CA.
@Suite struct CertificateProofTests {
    let hub: HubWithAuthorities
    let plant: TestAuthority
    let name: CertificateName

    init() async throws {
        hub = try await HubWithAuthorities()
        plant = try TestAuthority("Plant CA")
        name = try await hub.register(plant, as: "plant", proved: false)
    }

    private func code(of name: CertificateName? = nil, on hubName: HubName? = nil) async throws -> String {
        try await hub.certificates.generateVerificationCode(
            hub.fixture.owner,
            hubName ?? hub.fixture.hub,
            name ?? self.name,
            .none
        ).verificationCode
    }

    private func verify(_ proof: TestAuthority, as name: CertificateName? = nil) async throws -> CertificateResource {
        try await hub.certificates.verify(
            hub.fixture.owner,
            hub.fixture.hub,
            name ?? self.name,
            CertificateVerification(certificate: proof.pem),
            .none
        )
    }

    private func refusal(_ proof: TestAuthority, as name: CertificateName? = nil) async throws -> ErrorCode? {
        do {
            _ = try await verify(proof, as: name)
            return nil
        } catch let error as HubError {
            return error.code
        }
    }

    private var isVerified: Bool {
        get async throws {
            try await hub.certificates.get(hub.fixture.owner, hub.fixture.hub, name).isVerified
        }
    }

    @Test func `a certificate for the code, signed by the CA, proves it`() async throws {
        let before = try await hub.certificates.get(hub.fixture.owner, hub.fixture.hub, name)
        let code = try await code()
        #expect(code.utf8.count == 64)
        hub.fixture.clock.advance(by: .seconds(1))
        let after = try await verify(plant.issue(code))
        #expect(after.isVerified)
        #expect(after.etag != before.etag)
        #expect(after.updatedAt > before.updatedAt)
        #expect(try await isVerified)
    }

    @Test func `another key, another name and another time prove nothing`() async throws {
        let code = try await code()
        let now = hub.fixture.clock.now
        let other = try TestAuthority("Plant CA")
        let middle = try plant.authority("Plant CA")
        for proof in [
            try other.issue(code), other, try TestAuthority(code), try plant.issue("press-07"),
            try plant.issue(code.lowercased()), try plant.issue(code + "0"), try middle.issue(code),
            try plant.issue(code) { $0.validUntil = now + .seconds(-60) },
            try plant.issue(code) { $0.validFrom = now + .seconds(60) },
        ] {
            #expect(try await refusal(proof) == .argumentInvalid)
            #expect(try await isVerified == false)
        }
        #expect(try await refusal(plant.issue(code)) == nil)
    }

    @Test func `a proof signed under another issuer's name is none`() async throws {
        let code = try await code()
        let renamed = try TestAuthority("Another CA", key: plant.key)
        #expect(try await refusal(renamed.issue(code)) == .argumentInvalid)
    }

    @Test func `a code is good once, and the newest alone`() async throws {
        let first = try await code()
        let second = try await code()
        #expect(first != second)
        #expect(try await refusal(plant.issue(first)) == .argumentInvalid)
        #expect(try await refusal(plant.issue(second)) == nil)
        #expect(try await refusal(plant.issue(second)) == .resourceConflict)
        // A new code takes nothing back.
        _ = try await self.code()
        #expect(try await isVerified)
    }

    @Test func `without a code there is nothing to prove`() async throws {
        #expect(try await refusal(plant.issue("")) == .resourceConflict)
        #expect(try await isVerified == false)
    }

    @Test func `a code is for its own certificate on its own hub`() async throws {
        let other = try TestAuthority("Other CA")
        let otherName = try await hub.register(other, as: "other", proved: false)
        let second = try HubName("second")
        _ = try await hub.fixture.control.hubs.create(hub.fixture.owner, HubCreation(name: second))
        try await hub.register(plant, as: "plant", on: second, proved: false)
        _ = try await code()
        let ofOther = try await code(of: otherName)
        let ofSecond = try await code(on: second)
        #expect(try await refusal(plant.issue(ofOther)) == .argumentInvalid)
        #expect(try await refusal(plant.issue(ofSecond)) == .argumentInvalid)
        #expect(try await refusal(plant.issue(ofOther), as: otherName) == .argumentInvalid)
    }

    @Test func `only an owner proves, and only what has not changed`() async throws {
        let code = try await code()
        let proof = CertificateVerification(certificate: try plant.issue(code).pem)
        let caller = try await hub.fixture.caller(.operator)
        let forbidden = await #expect(throws: HubError.self) {
            try await hub.certificates.verify(caller, hub.fixture.hub, name, proof, .none)
        }
        #expect(forbidden?.code == .forbidden)
        let stale = await #expect(throws: HubError.self) {
            try await hub.certificates.verify(hub.fixture.owner, hub.fixture.hub, name, proof, .matching(["old"]))
        }
        #expect(stale?.code == .preconditionFailed)
        #expect(try await isVerified == false)
    }
}
