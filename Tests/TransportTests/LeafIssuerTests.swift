import Foundation
import NIOSSL
import SwiftASN1
import Testing
import X509

@testable import Transport

struct LeafIssuerTests {
    private let workspace: Workspace
    private let authority: LocalAuthority

    init() throws {
        workspace = try Workspace()
        authority = try workspace.authority()
    }

    /// Asks openssl whether the certificate for `choice` is good for a host or address.
    private func verify(_ choice: CertificateChoice, _ option: String, _ name: String) async throws -> (Int32, String) {
        let now = Fixtures.now
        let leaf = try LeafIssuer(authority: authority) { now }.issue(choice, now: now)
        let path = try workspace.write(try leaf.certificate.serializeAsPEM().pemString, to: "leaf.pem")
        let result = try await Fixtures.openssl(
            "verify",
            "-x509_strict",
            "-purpose",
            "sslserver",
            "-CAfile",
            authority.certificatePath,
            option,
            name,
            path
        )
        return (result.status, result.output)
    }

    @Test(arguments: [
        "devicestream.localhost", "hub.devicestream.localhost", "a.b.devicestream.localhost", "localhost",
    ])
    func `openssl accepts a certificate for a name of the domain`(name: String) async throws {
        let (status, output) = try await verify(.names(dns: [name]), "-verify_hostname", name)
        #expect(status == 0, "\(output)")
    }

    @Test(arguments: ["127.0.0.1", "127.9.8.7", "::1"])
    func `openssl accepts a certificate for a loopback address`(address: String) async throws {
        let (status, output) = try await verify(.names(addresses: [address]), "-verify_ip", address)
        #expect(status == 0, "\(output)")
    }

    @Test(arguments: ["example.com", "xdevicestream.localhost.example", "com"])
    func `openssl refuses a certificate that the CA key signed for another domain`(name: String) async throws {
        let (status, output) = try await verify(.names(dns: [name]), "-verify_hostname", name)
        #expect(status != 0)
        #expect(output.contains("permitted subtree violation"), "\(output)")
    }

    @Test(arguments: ["192.0.2.1", "2001:db8::1"])
    func `openssl refuses a certificate that the CA key signed for another address`(address: String) async throws {
        let (status, output) = try await verify(.names(addresses: [address]), "-verify_ip", address)
        #expect(status != 0)
        #expect(output.contains("permitted subtree violation"), "\(output)")
    }

    @Test func `openssl refuses one name more among good ones`() async throws {
        let (status, _) = try await verify(
            .names(dns: ["hub.devicestream.localhost", "example.com"]),
            "-verify_hostname",
            "hub.devicestream.localhost"
        )
        #expect(status != 0)
    }

    @Test func `a certificate carries exactly the names asked for and nothing more`() async throws {
        let leaf = try LeafIssuer(authority: authority) { Fixtures.now }.issue(
            .names(dns: ["b.localhost", "A.localhost", "b.localhost"], addresses: ["127.0.0.1"]),
            now: Fixtures.now
        )
        let path = try workspace.write(try leaf.certificate.serializeAsPEM().pemString, to: "leaf.pem")
        let text = try await Fixtures.openssl("x509", "-in", path, "-noout", "-text").output
        let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        for expected in [
            "X509v3 Subject Alternative Name: critical", "DNS:a.localhost, DNS:b.localhost, IP Address:127.0.0.1",
            "TLS Web Server Authentication", "CA:FALSE", "Digital Signature", "Subject:",
            "X509v3 Authority Key Identifier:",
        ] {
            #expect(lines.contains(expected), "no line '\(expected)' in \(text)")
        }
        let validity = leaf.certificate.notValidAfter.timeIntervalSince(leaf.certificate.notValidBefore)
        #expect(validity < 90 * 86400)
        #expect(validity > 89 * 86400)
    }

    @Test func `a certificate never outlives the CA and starts five minutes back`() throws {
        let now = authority.validUntil - 10 * Fixtures.day
        let leaf = try LeafIssuer(authority: authority) { now }.issue(.names(dns: ["localhost"]), now: now)
        #expect(leaf.validUntil == authority.validUntil)
        #expect(leaf.validFrom == now - 300_000)
        #expect(throws: LeafError.authorityNotValid) {
            try LeafIssuer(authority: authority) { 0 }.issue(.names(dns: ["localhost"]), now: authority.validUntil)
        }
        #expect(throws: LeafError.authorityNotValid) {
            try LeafIssuer(authority: authority) { 0 }.issue(.names(dns: ["localhost"]), now: 0)
        }
    }

    @Test func `a certificate is kept until two thirds of its life are over`() throws {
        let time = TestTime(Fixtures.now)
        let issuer = LeafIssuer(authority: authority) { time.now }
        let names = CertificateChoice.names(dns: ["hub.devicestream.localhost", "devicestream.localhost"])
        let first = try issuer.credential(for: names).chain[0]
        time.now += 59 * Fixtures.day
        #expect(try issuer.credential(for: names).chain[0] == first)
        #expect(try issuer.credential(for: .names(dns: names.dns.reversed())).chain[0] == first)
        time.now += 2 * Fixtures.day
        #expect(try issuer.credential(for: names).chain[0] != first)
        #expect(issuer.cachedCount == 1)
    }

    @Test func `a clock that is set back makes a certificate anew`() throws {
        let time = TestTime(Fixtures.now + 30 * Fixtures.day)
        let issuer = LeafIssuer(authority: authority) { time.now }
        let first = try issuer.credential(for: .names(dns: ["localhost"])).chain[0]
        time.now -= 29 * Fixtures.day
        #expect(try issuer.credential(for: .names(dns: ["localhost"])).chain[0] != first)
    }

    @Test func `the CA follows the certificate in the chain`() throws {
        let credential = try LeafIssuer(authority: authority) { Fixtures.now }.credential(
            for: .names(dns: ["localhost"])
        )
        #expect(credential.chain.count == 2)
        #expect(LocalAuthority.fingerprint(ofDER: try credential.chain[1].toDERBytes()) == authority.fingerprint)
    }

    @Test func `the number of kept certificates is bounded and the least used one goes`() throws {
        let issuer = LeafIssuer(authority: authority) { Fixtures.now }
        let kept = CertificateChoice.names(dns: ["kept.localhost"])
        let first = try issuer.credential(for: kept).chain[0]
        for number in 0..<LeafIssuer.cacheLimit + 5 {
            _ = try issuer.credential(for: .names(dns: ["h\(number).localhost"]))
            if number % 100 == 0 { _ = try issuer.credential(for: kept) }
        }
        #expect(issuer.cachedCount == LeafIssuer.cacheLimit)
        #expect(try issuer.credential(for: kept).chain[0] == first)
    }

    @Test func `what is no name gets no certificate`() throws {
        let issuer = LeafIssuer(authority: authority) { Fixtures.now }
        #expect(throws: LeafError.noNames) { try issuer.credential(for: .names()) }
        #expect(throws: LeafError.badName("*.localhost")) { try issuer.credential(for: .names(dns: ["*.localhost"])) }
        #expect(throws: LeafError.badName("127.0.0")) { try issuer.credential(for: .names(addresses: ["127.0.0"])) }
        #expect(issuer.cachedCount == 0)
    }
}
