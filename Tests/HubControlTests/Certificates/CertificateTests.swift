import HubModel
import HubStore
import StreamCore
import SwiftASN1
import TestSupport
import Testing
import X509

@testable import HubControl

/// Registering CAs, and proving that one has their keys.
@Suite struct CertificateTests {
    private func refusal(_ work: () async throws -> Void) async -> HubError? {
        await #expect(throws: HubError.self) { try await work() }
    }

    @Test func `a registered certificate is shown with its thumbprints`() async throws {
        let fixture = try await ControlFixture()
        let authority = try TestAuthority("Plant CA")
        let certificates = fixture.control.certificates
        let creation = CertificateCreation(name: try CertificateName("plant"), certificate: try authority.pem)
        let made = try await certificates.create(fixture.owner, fixture.hub, creation)
        let read = try #require(ClientCertificate(der: try authority.der))
        #expect(made.subject == "CN=Plant CA")
        #expect(made.thumbprint == read.thumbprint)
        #expect(made.thumbprint.utf8.count == 40)
        #expect(made.sha256Thumbprint == read.sha256Thumbprint)
        #expect(made.sha256Thumbprint.utf8.count == 64)
        #expect(made.expiry == fixture.clock.now + .seconds(365 * 86_400))
        #expect(!made.isVerified)
        #expect(try await certificates.get(fixture.owner, fixture.hub, made.name) == made)
        #expect(try await certificates.list(fixture.owner, fixture.hub, PageRequest()).value == [made])
    }

    @Test func `thumbprints are those that openssl prints`() throws {
        let text = """
            -----BEGIN CERTIFICATE-----
            MIIBkDCCATagAwIBAgICEAAwCgYIKoZIzj0EAwIwLjEQMA4GA1UECgwHUGxhbnQg
            NzEaMBgGA1UEAwwRUGxhbnQgNyBkZXZpY2UgQ0EwIBcNMjYwMTAxMDAwMDAwWhgP
            MjEyNjAxMDEwMDAwMDBaMC4xEDAOBgNVBAoMB1BsYW50IDcxGjAYBgNVBAMMEVBs
            YW50IDcgZGV2aWNlIENBMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEl1oik+i
            CEKhFiRrN8u037MENt5XpeB/+2EiI/EeNGktGffKqX8DCGcp4KDCudRdnqktxEyK
            u1P2Ejwe3DjClaNCMEAwDwYDVR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAQYw
            HQYDVR0OBBYEFIpuDLSuzqP+PncR3iMn+l9oIzV9MAoGCCqGSM49BAMCA0gAMEUC
            ID36u/gyst90tNkGDsS1qJZBNNUZpilfa/xIETQkpNU3AiEAsCJ0KyZJzyBnPW9h
            bZURXIPaxmCRlHWRqkBdbmz3ekc=
            -----END CERTIFICATE-----
            """
        let read = try CertificateText.read(text)
        #expect(read.thumbprint == "91F162BAEF9F8ADEF47A9A372DB7410654F5DB7F")
        #expect(read.sha256Thumbprint == "D6924F641F43A48AF1C29F23CFF5D0DD75BC0B473B9E833277CCA746F439C5A4")
        #expect(read.commonName == "Plant 7 device CA")
        #expect(read.validFrom == Timestamp("2026-01-01T00:00:00Z"))
        #expect(read.validUntil == Timestamp("2126-01-01T00:00:00Z"))
    }

    @Test func `PEM, base64 of DER and base64 of PEM are one certificate`() throws {
        let authority = try TestAuthority("Plant CA")
        let (pem, der) = (try authority.pem, try authority.der)
        let wrapped = pem.split(separator: "\n").dropFirst().dropLast().joined(separator: "\r\n")
        for text in [
            pem, "subject=Plant CA\n" + pem, pem.replacing("\n", with: "\r\n"), Base64.encode(der), wrapped,
            Base64.encode(Array(pem.utf8)),
        ] {
            #expect(try CertificateText.read(text).der == der)
        }
    }

    @Test func `what is no one certificate is refused and not repeated`() throws {
        let authority = try TestAuthority("Plant CA")
        let (pem, der) = (try authority.pem, try authority.der)
        for text in [
            "", "   ", "certificate", "!!!!", pem + pem, TestKeys.rsa, TestKeys.rsa + "\n" + pem,
            pem.replacing("END CERTIFICATE", with: "END X"), pem.replacing("M", with: "!"),
            Base64.encode(Array(der.dropLast())), Base64.encode(der + [0]), Base64.encode(Array(TestKeys.rsa.utf8)),
            String(repeating: "A", count: CertificateText.maximumLength + 4),
        ] {
            let error = #expect(throws: HubError.self) { try CertificateText.read(text) }
            #expect(error?.code == .argumentInvalid)
            #expect(error?.target == "certificate")
            #expect(error?.message.contains("MII") == false)
        }
    }

    @Test func `only certificates of CAs that have not expired are registered`() async throws {
        let fixture = try await ControlFixture()
        let now = fixture.clock.now
        let plant = try TestAuthority("Plant CA")
        for wrong in [
            try plant.issue("press-07"), try TestAuthority("No mark") { $0.constraints = nil },
            try TestAuthority("Old") { $0.version = .v1 },
            try TestAuthority("Expired") { $0.validUntil = now + .seconds(-1) },
            try TestAuthority("No signing") { $0.keyUsage = KeyUsage(digitalSignature: true) },
        ] {
            let creation = CertificateCreation(name: try CertificateName("ca"), certificate: try wrong.pem)
            let error = await refusal {
                _ = try await fixture.control.certificates.create(fixture.owner, fixture.hub, creation)
            }
            #expect(error?.code == .argumentInvalid, "\(wrong.certificate.subject)")
            #expect(error?.target == "certificate")
        }
    }

    @Test func `a name and a certificate are taken once on a hub`() async throws {
        let hub = try await HubWithAuthorities()
        let (plant, other) = (try TestAuthority("Plant CA"), try TestAuthority("Other CA"))
        try await hub.register(plant, as: "plant")
        let name = await refusal { try await hub.register(other, as: "plant", proved: false) }
        #expect(name?.code == .resourceConflict)
        #expect(name?.target == "name")
        let same = await refusal { try await hub.register(plant, as: "other", proved: false) }
        #expect(same?.code == .resourceConflict)
        #expect(same?.message.contains("'plant'") == true)
        let second = try HubName("second")
        _ = try await hub.fixture.control.hubs.create(hub.fixture.owner, HubCreation(name: second))
        try await hub.register(plant, as: "plant", on: second)
    }

    @Test func `a hub has a hundred certificates at most`() async throws {
        let hub = try await HubWithAuthorities()
        for number in 1...CertificateDirectory.maximumCount {
            try await hub.register(TestAuthority("CA \(number)"), as: "ca-\(number)", proved: false)
        }
        let error = await refusal { try await hub.register(TestAuthority("CA"), as: "more", proved: false) }
        #expect(error?.code == .resourceConflict)
        try await hub.certificates.delete(hub.fixture.owner, hub.fixture.hub, CertificateName("ca-7"), .none)
        try await hub.register(TestAuthority("CA"), as: "more", proved: false)
    }

    @Test func `a list has pages by name`() async throws {
        let hub = try await HubWithAuthorities()
        for name in ["c", "a", "B"] { try await hub.register(TestAuthority(name), as: name, proved: false) }
        let first = try await hub.certificates.list(hub.fixture.owner, hub.fixture.hub, PageRequest(top: 2))
        #expect(first.value.map(\.name.text) == ["B", "a"])
        #expect(first.next != nil)
        let rest = try await hub.certificates.list(
            hub.fixture.owner,
            hub.fixture.hub,
            PageRequest(top: 2, skipToken: first.next)
        )
        #expect(rest.value.map(\.name.text) == ["c"])
        #expect(rest.next == nil)
    }

    @Test func `what a certificate had let in goes when it is removed`() async throws {
        let hub = try await HubWithAuthorities()
        let (owner, name) = (hub.fixture.owner, hub.fixture.hub)
        let plant = try TestAuthority("Plant CA")
        let certificate = try await hub.register(plant, as: "plant")
        let authentication = DeviceAuthenticationRequest(type: .certificateAuthority)
        let device = DeviceCreation(deviceId: try DeviceID("press-07"), authentication: authentication)
        _ = try await hub.fixture.control.devices.create(owner, name, device)
        let login = DeviceLogin(
            userName: "hub.devicestream.localhost/press-07/?api-version=x",
            clientID: "press-07",
            password: nil,
            serverName: "hub.devicestream.localhost",
            certificates: [try plant.issue("press-07").der],
            peerAddress: "::1",
            transport: .mqtt
        )
        let wire = WiredDevice()
        let connection = try await hub.fixture.control.connections.connect(login, link: wire.link)
        #expect(connection.endsAt != nil)
        let error = await refusal { try await hub.certificates.delete(owner, name, certificate, .matching(["old"])) }
        #expect(error?.code == .preconditionFailed)
        #expect(wire.ends.isEmpty)
        try await hub.certificates.delete(owner, name, certificate, .none)
        #expect(wire.ends == [.revoked])
        let refused = await refusal { _ = try await hub.fixture.control.connections.connect(login, link: wire.link) }
        #expect(refused?.code == .unauthorizedAccess)
    }
}
