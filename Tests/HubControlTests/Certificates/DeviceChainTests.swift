import Crypto
import HubModel
import HubStore
import SwiftASN1
import TestSupport
import Testing
import X509

@testable import HubControl

/// Which certificates of devices a hub lets in.
@Suite struct DeviceChainTests {
    @Test func `a certificate of a proved CA is let in under the CA's name`() async throws {
        let hub = try await HubWithAuthorities()
        let (plant, other) = (try TestAuthority("Plant CA"), try TestAuthority("Other CA"))
        try await hub.register(plant, as: "plant")
        try await hub.register(other, as: "other")
        #expect(try await hub.authority([plant.issue("press-07")]) == "plant")
        #expect(try await hub.authority([other.issue("press-07")]) == "other")
        // The CA's own certificate in the chain does no harm.
        #expect(try await hub.authority([plant.issue("press-07"), plant]) == "plant")
    }

    @Test func `a CA with an RSA key signs, too`() async throws {
        let hub = try await HubWithAuthorities()
        let plant = try TestAuthority("Plant CA", key: .init(pemEncoded: TestKeys.rsa))
        try await hub.register(plant, as: "plant")
        #expect(try await hub.authority([plant.issue("press-07")]) == "plant")
    }

    @Test func `a signature by SHA-1 is none`() async throws {
        let hub = try await HubWithAuthorities()
        let plant = try TestAuthority("Plant CA", key: .init(pemEncoded: TestKeys.rsa))
        try await hub.register(plant, as: "plant")
        let leaf = try plant.issue("press-07") { $0.signature = .sha1WithRSAEncryption }
        #expect(try await hub.authority([leaf]) == nil)
        let middle = try plant.authority("Middle CA") { $0.signature = .sha1WithRSAEncryption }
        #expect(try await hub.authority([middle.issue("press-07"), middle]) == nil)
    }

    @Test func `certificates between are found in any order`() async throws {
        let hub = try await HubWithAuthorities()
        let root = try TestAuthority("Root CA")
        let middle = try root.authority("Middle CA")
        let last = try middle.authority("Last CA")
        let leaf = try last.issue("press-07")
        try await hub.register(root, as: "root")
        #expect(try await hub.authority([leaf, last, middle]) == "root")
        #expect(try await hub.authority([leaf, middle, last]) == "root")
        #expect(try await hub.authority([leaf, root, middle, last]) == "root")
        #expect(try await hub.authority([leaf, last]) == nil)
        #expect(try await hub.authority([leaf]) == nil)
    }

    @Test func `a CA below another is a root of its own`() async throws {
        let hub = try await HubWithAuthorities()
        let root = try TestAuthority("Root CA")
        let middle = try root.authority("Middle CA")
        try await hub.register(middle, as: "middle")
        #expect(try await hub.authority([middle.issue("press-07")]) == "middle")
        #expect(try await hub.authority([middle.issue("press-07"), middle, root]) == "middle")
        // What stands above it, and beside it, is not registered.
        #expect(try await hub.authority([root.issue("press-07"), root]) == nil)
        let sister = try root.authority("Sister CA")
        #expect(try await hub.authority([sister.issue("press-07"), sister, root]) == nil)
    }

    @Test func `a CA whose key nobody proved opens nothing`() async throws {
        let hub = try await HubWithAuthorities()
        let plant = try TestAuthority("Plant CA")
        try await hub.register(plant, as: "plant", proved: false)
        #expect(try await hub.authority([plant.issue("press-07")]) == nil)
        _ = try await hub.certificates.generateVerificationCode(
            hub.fixture.owner,
            hub.fixture.hub,
            CertificateName("plant"),
            .none
        )
        #expect(try await hub.authority([plant.issue("press-07")]) == nil)
    }

    @Test func `a CA of another hub opens nothing here`() async throws {
        let hub = try await HubWithAuthorities()
        let second = try HubName("second")
        _ = try await hub.fixture.control.hubs.create(hub.fixture.owner, HubCreation(name: second))
        let plant = try TestAuthority("Plant CA")
        try await hub.register(plant, as: "plant", on: second)
        let leaf = try plant.issue("press-07")
        #expect(try await hub.authority([leaf]) == nil)
        let id = try await HubWithAuthorities.id(of: second, hub.fixture)
        #expect(try await hub.authority([leaf], hub: id) == "plant")
    }

    @Test func `a removed CA, and a removed hub, open nothing any more`() async throws {
        let hub = try await HubWithAuthorities()
        let plant = try TestAuthority("Plant CA")
        let name = try await hub.register(plant, as: "plant")
        let leaf = try plant.issue("press-07")
        try await hub.certificates.delete(hub.fixture.owner, hub.fixture.hub, name, .none)
        #expect(try await hub.authority([leaf]) == nil)
        try await hub.register(plant, as: "again")
        #expect(try await hub.authority([leaf]) == "again")
        try await hub.fixture.control.hubs.delete(hub.fixture.owner, hub.fixture.hub, .none)
        #expect(try await hub.authority([leaf]) == nil)
    }

    @Test func `the common name is the device's id, byte for byte`() async throws {
        let hub = try await HubWithAuthorities()
        let plant = try TestAuthority("Plant CA")
        try await hub.register(plant, as: "plant")
        for name in ["press-08", "PRESS-07", "press-07 ", "press-07\u{0}", "", "press-0"] {
            #expect(try await hub.authority([plant.issue(name)]) == nil, "\(name)")
        }
        // U+212A is a Kelvin sign, and equal to a K where characters are compared.
        #expect("\u{212A}-1" == "K-1")
        #expect(try await hub.authority([plant.issue("\u{212A}-1")], device: "K-1") == nil)
        #expect(try await hub.authority([plant.issue("K-1")], device: "K-1") == "plant")
    }

    @Test func `with two common names nobody knows which counts`() async throws {
        let hub = try await HubWithAuthorities()
        let plant = try TestAuthority("Plant CA")
        try await hub.register(plant, as: "plant")
        let leaf = try plant.issue("press-07") { request in
            request.subject = DistinguishedName([
                RelativeDistinguishedName(TestCertificate.commonName("press-08")),
                RelativeDistinguishedName(TestCertificate.commonName("press-07")),
            ])
        }
        #expect(try await hub.authority([leaf]) == nil)
        #expect(try await hub.authority([leaf], device: "press-08") == nil)
    }

    @Test func `every certificate of the chain is valid now`() async throws {
        let hub = try await HubWithAuthorities()
        let root = try TestAuthority("Root CA")
        try await hub.register(root, as: "root")
        let now = hub.fixture.clock.now
        let expired = try root.issue("press-07") { $0.validUntil = now + .seconds(-1) }
        let early = try root.issue("press-07") { $0.validFrom = now + .seconds(60) }
        #expect(try await hub.authority([expired]) == nil)
        #expect(try await hub.authority([early]) == nil)
        let short = try root.authority("Middle CA") { $0.validUntil = now + .seconds(60) }
        let leaf = try short.issue("press-07")
        #expect(try await hub.authority([leaf, short]) == "root")
        hub.fixture.clock.advance(by: .seconds(61))
        #expect(try await hub.authority([leaf, short]) == nil)
        #expect(try await hub.authority([early]) == "root")
        // The registered CA ends a year after the start.
        hub.fixture.clock.advance(by: .seconds(365 * 86_400))
        let late = try root.issue("press-07") { $0.validUntil = now + .seconds(2 * 365 * 86_400) }
        #expect(try await hub.authority([late]) == nil)
    }

    @Test func `a CA that somebody made under the same name is another`() async throws {
        let hub = try await HubWithAuthorities()
        let plant = try TestAuthority("Plant CA")
        let forged = try TestAuthority("Plant CA")
        try await hub.register(plant, as: "plant")
        #expect(try await hub.authority([forged.issue("press-07")]) == nil)
        #expect(try await hub.authority([forged.issue("press-07"), forged]) == nil)
        #expect(try await hub.authority([forged.issue("press-07"), forged, plant]) == nil)
    }

    @Test func `a device's certificate signs for no other device`() async throws {
        let hub = try await HubWithAuthorities()
        let plant = try TestAuthority("Plant CA")
        try await hub.register(plant, as: "plant")
        let device = try plant.issue("press-08")
        #expect(try await hub.authority([device.issue("press-07"), device]) == nil)
        let unmarked = try plant.issue("press-08") { $0.constraints = nil }
        #expect(try await hub.authority([unmarked.issue("press-07"), unmarked]) == nil)
        // Version 1 has no place for the mark of a CA; a device may have such a certificate, and be no CA.
        let old = try plant.issue("press-08") { $0.version = .v1 }
        #expect(try await hub.authority([old], device: "press-08") == "plant")
        #expect(try await hub.authority([old.issue("press-07"), old]) == nil)
        let unsigning = try plant.authority("press-08") { $0.keyUsage = KeyUsage(digitalSignature: true) }
        #expect(try await hub.authority([unsigning.issue("press-07"), unsigning]) == nil)
    }

    @Test func `a path length is kept to`() async throws {
        let hub = try await HubWithAuthorities()
        let root = try TestAuthority("Root CA") { $0.constraints = .isCertificateAuthority(maxPathLength: 0) }
        try await hub.register(root, as: "root")
        let middle = try root.authority("Middle CA")
        #expect(try await hub.authority([root.issue("press-07")]) == "root")
        #expect(try await hub.authority([middle.issue("press-07"), middle]) == nil)
    }

    @Test func `a certificate for servers alone is none for devices`() async throws {
        let hub = try await HubWithAuthorities()
        let plant = try TestAuthority("Plant CA")
        try await hub.register(plant, as: "plant")
        let server = try plant.issue("press-07") { $0.extendedUsages = [.serverAuth] }
        let client = try plant.issue("press-07") { $0.extendedUsages = [.serverAuth, .clientAuth] }
        #expect(try await hub.authority([server]) == nil)
        #expect(try await hub.authority([client]) == "plant")
    }

    @Test func `a CA is no device`() async throws {
        let hub = try await HubWithAuthorities()
        let plant = try TestAuthority("press-07")
        try await hub.register(plant, as: "plant")
        #expect(try await hub.authority([plant]) == nil)
        #expect(try await hub.authority([plant, plant]) == nil)
    }

    @Test func `a certificate that signed itself for a device's name is nothing`() async throws {
        let hub = try await HubWithAuthorities()
        try await hub.register(TestAuthority("Plant CA"), as: "plant")
        #expect(try await hub.authority([TestAuthority("press-07")]) == nil)
        #expect(try await hub.authority([]) == nil)
        let garbage: [[UInt8]] = [[], [0x30], [0x30, 0x82, 0xFF, 0xFF], Array("press-07".utf8)]
        for bytes in garbage {
            let found = try await hub.certificates.authority(
                issuing: [bytes],
                for: DeviceID("press-07"),
                hub: hub.id
            )
            #expect(found == nil)
        }
    }

    @Test func `more certificates than anybody needs are not looked at`() async throws {
        let hub = try await HubWithAuthorities()
        let root = try TestAuthority("Root CA")
        try await hub.register(root, as: "root")
        let leaf = try root.issue("press-07")
        let most = CertificateDirectory.maximumChain - 1
        #expect(try await hub.authority([leaf] + Array(repeating: root, count: most)) == "root")
        #expect(try await hub.authority([leaf] + Array(repeating: root, count: most + 1)) == nil)
    }

    @Test func `many certificates of one name and key count once`() throws {
        let now = ManualWorld().now
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        // Each is an issuer of each: all their orders would be some ten thousand signatures.
        let ring = try (1...7).map { number in
            try TestAuthority("Ring CA", key: key) { $0.hostName = "n\(number).example" }
        }
        let other = try TestAuthority("Other CA", key: key)
        let chain = try (ring + [other]).map { try $0.der }
        #expect(CertificateDirectory.usable(chain, at: now) == [ring[0].certificate, other.certificate])
    }
}
