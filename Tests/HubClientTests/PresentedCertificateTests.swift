import HubModel
import Testing

@testable import HubClient

struct PresentedCertificateTests {
    /// Three bytes in the place of a certificate, and their SHA-256 as `printf abc | sha256sum` prints it.
    private static let pem = "-----BEGIN CERTIFICATE-----\r\nYWJj\r\n-----END CERTIFICATE-----\r\n"
    private static let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    @Test func `the fingerprint is that of the first certificate`() {
        let second = Self.pem.replacing("YWJj", with: "AAAA")
        #expect(PresentedCertificate.fingerprint(pem: "text\n" + Self.pem + second) == "sha256:" + Self.digest)
    }

    @Test(arguments: [
        "", "YWJj", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----", "-----BEGIN CERTIFICATE-----\n!",
    ])
    func `what is no certificate has none`(_ text: String) {
        #expect(PresentedCertificate.fingerprint(pem: text) == nil)
    }

    @Test func `the fields of libcurl are read`() throws {
        let names = "X509v3 Subject Alternative Name:DNS:hub.example.com, DNS:b"
        let fields = ["Subject:", "Issuer:O = devicestream, CN = local CA", names, "Cert:" + Self.pem]
        let certificate = try #require(PresentedCertificate(fields: fields))
        #expect(certificate.issuer == "O = devicestream, CN = local CA")
        #expect(certificate.subjectOrNames == "DNS:hub.example.com, DNS:b")
        #expect(PresentedCertificate(fields: ["Subject:CN = x"]) == nil)
    }

    @Test func `a fingerprint has one spelling`() throws {
        var spelt = ""
        for (index, character) in Self.digest.uppercased().enumerated() {
            if index > 0, index % 2 == 0 { spelt += ":" }
            spelt.append(character)
        }
        #expect(try PresentedCertificate.normalFingerprint("SHA256:" + spelt) == "sha256:" + Self.digest)
    }

    @Test(arguments: ["", "sha256:", "sha256:00", "sha1:" + Self.digest, Self.digest, "sha256:" + Self.digest + "0"])
    func `what is no fingerprint is refused`(_ text: String) {
        #expect(throws: HubError.self) { try PresentedCertificate.normalFingerprint(text) }
    }
}
