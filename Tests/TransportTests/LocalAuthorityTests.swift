import Crypto
import Foundation
import SwiftASN1
import Testing
import X509

@testable import Transport

struct LocalAuthorityTests {
    private let workspace: Workspace

    init() throws { workspace = try Workspace() }

    @Test func `the first start makes a certificate and a key with the right modes`() throws {
        let directory = try Workspace()
        let path = directory.path + "/ca"
        _ = try LocalAuthority.loadOrMake(directory: path, domain: "devicestream.localhost", now: Fixtures.now)
        #expect(try directory.mode(of: "ca") == 0o700)
        #expect(try directory.mode(of: "ca/ca.pem") == 0o600)
        #expect(try directory.mode(of: "ca/ca-key.pem") == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).sorted() == ["ca-key.pem", "ca.pem"])
    }

    @Test func `the second start finds the same certificate`() throws {
        let first = try workspace.authority()
        let second = try workspace.authority()
        #expect(first.fingerprint == second.fingerprint)
        #expect(first.certificatePEM == second.certificatePEM)
    }

    @Test func `two installations have different keys, serial numbers and names`() throws {
        let other = try Workspace()
        let first = try workspace.authority().certificate
        let second = try other.authority().certificate
        #expect(first.publicKey != second.publicKey)
        #expect(first.serialNumber != second.serialNumber)
        #expect(first.subject != second.subject)
    }

    @Test func `the certificate is what the contract says`() async throws {
        let authority = try workspace.authority()
        let text = try await Fixtures.openssl("x509", "-in", authority.certificatePath, "-noout", "-text").output
        let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        for expected in [
            "X509v3 Basic Constraints: critical", "CA:TRUE, pathlen:0", "X509v3 Key Usage: critical",
            "Certificate Sign, CRL Sign", "X509v3 Name Constraints: critical", "Permitted:",
            "DNS:devicestream.localhost", "DNS:localhost", "IP:127.0.0.0/255.0.0.0", "ASN1 OID: prime256v1",
            "X509v3 Subject Key Identifier:",
        ] {
            #expect(lines.contains(expected), "no line '\(expected)'")
        }
        #expect(lines.contains { $0.hasPrefix("IP:0:0:0:0:0:0:0:1/FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF") })
        #expect(authority.validUntil > Fixtures.now + 3650 * Fixtures.day)
        #expect(authority.validUntil < Fixtures.now + 3653 * Fixtures.day)
    }

    @Test func `the fingerprint is the one openssl computes`() async throws {
        let authority = try workspace.authority()
        let output = try await Fixtures.openssl(
            "x509",
            "-in",
            authority.certificatePath,
            "-noout",
            "-fingerprint",
            "-sha256"
        ).output
        let hexadecimal = output.split(separator: "=")[1].filter(\.isHexDigit).lowercased()
        #expect(authority.fingerprint == "sha256:" + hexadecimal)
    }

    @Test func `another domain is refused with the files named`() throws {
        let path = try workspace.authority().certificatePath
        let error = try #require(throws: LocalAuthorityError.self) {
            try workspace.authority(domain: "hubs.example.com")
        }
        #expect(
            error
                == .domainDiffers(
                    existing: "devicestream.localhost",
                    configured: "hubs.example.com",
                    certificate: path,
                    key: workspace.path + "/ca-key.pem"
                )
        )
        #expect("\(error)".contains(path))
    }

    @Test(arguments: ["", ".", "a..b", "-a.example", "a b", "exämple.com", "127.0.0.1", "::1", "*.example.com"])
    func `what is no domain is refused`(domain: String) {
        #expect(throws: LocalAuthorityError.invalidDomain(domain)) { try workspace.authority(domain: domain) }
    }

    @Test func `a domain in capitals is the same domain`() throws {
        let first = try workspace.authority(domain: "Hubs.Example.COM")
        #expect(first.domain == "hubs.example.com")
        #expect(try workspace.authority(domain: "hubs.example.com").fingerprint == first.fingerprint)
    }

    @Test func `a certificate that is lost is made again with the same key`() throws {
        let first = try workspace.authority()
        try FileManager.default.removeItem(atPath: first.certificatePath)
        let second = try workspace.authority()
        #expect(first.certificate.publicKey == second.certificate.publicKey)
        #expect(first.fingerprint != second.fingerprint)
    }

    @Test func `a key that is lost is an error that names it`() throws {
        let authority = try workspace.authority()
        let key = workspace.path + "/ca-key.pem"
        try FileManager.default.removeItem(atPath: key)
        #expect(throws: LocalAuthorityError.keyMissing(key: key, certificate: authority.certificatePath)) {
            try workspace.authority()
        }
    }

    @Test(arguments: ["", "not a key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
    func `a broken key is an error that names it`(text: String) throws {
        _ = try workspace.authority()
        let key = try workspace.write(text, to: "ca-key.pem")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
        #expect(throws: LocalAuthorityError.keyBroken(path: key)) { try workspace.authority() }
    }

    @Test func `a key that others may read is refused`() throws {
        _ = try workspace.authority()
        let key = workspace.path + "/ca-key.pem"
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: key)
        #expect(throws: LocalAuthorityError.keyExposed(path: key, mode: "640")) { try workspace.authority() }
    }

    @Test func `a broken certificate is an error that names it`() throws {
        let authority = try workspace.authority()
        for text in ["", "nothing", authority.certificatePEM + authority.certificatePEM] {
            let path = try workspace.write(text, to: "ca.pem")
            #expect(throws: LocalAuthorityError.certificateBroken(path: path)) { try workspace.authority() }
        }
    }

    @Test func `the certificate of another key is refused`() throws {
        let authority = try workspace.authority()
        let other = try Workspace().authority()
        _ = try workspace.write(other.certificatePEM, to: "ca.pem")
        #expect(
            throws: LocalAuthorityError.mismatch(
                certificate: authority.certificatePath,
                key: workspace.path + "/ca-key.pem"
            )
        ) { try workspace.authority() }
    }

    @Test func `a certificate without constraints is not taken for the local CA`() throws {
        let authority = try workspace.authority()
        let leaf = try LeafIssuer(authority: authority) { Fixtures.now }.issue(.names(dns: ["a"]), now: Fixtures.now)
        let path = try workspace.write(try leaf.certificate.serializeAsPEM().pemString, to: "ca.pem")
        try FileManager.default.removeItem(atPath: workspace.path + "/ca-key.pem")
        let key = try workspace.write(leaf.key.pemRepresentation, to: "ca-key.pem")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
        #expect(throws: LocalAuthorityError.notALocalAuthority(path: path)) { try workspace.authority() }
    }

    @Test func `outside its time the certificate is refused`() throws {
        let authority = try workspace.authority()
        let late = try #require(throws: LocalAuthorityError.self) { try workspace.authority(now: authority.validUntil) }
        guard case .expired(authority.certificatePath, _) = late else {
            Issue.record("\(late)")
            return
        }
        let early = try #require(throws: LocalAuthorityError.self) { try workspace.authority(now: 0) }
        guard case .notYetValid(authority.certificatePath, _) = early else {
            Issue.record("\(early)")
            return
        }
    }

    @Test func `a directory whose parent is missing is an error that names it`() {
        let path = workspace.path + "/no/such"
        #expect(throws: LocalAuthorityError.unwritable(path: path, reason: "No such file or directory")) {
            try LocalAuthority.loadOrMake(directory: path, domain: "localhost", now: Fixtures.now)
        }
    }

    @Test func `only what exists is loaded`() throws {
        #expect(
            try LocalAuthority.load(directory: workspace.path, domain: "localhost", now: Fixtures.now)?.domain == nil
        )
    }
}
