import Foundation
import Logging
import NIOSSL
import TestSupport
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(2)))
struct CertificateFilesTests {
    private let workspace: Workspace

    init() throws { workspace = try Workspace() }

    /// Makes a self-signed pair with openssl and returns its paths.
    private func pair(_ name: String, key: [String]) async throws -> CertificateFiles {
        let files = CertificateFiles(
            certificate: "\(workspace.path)/\(name).pem",
            key: "\(workspace.path)/\(name)-key.pem"
        )
        let result = try await Fixtures.openssl(
            ["req", "-x509", "-nodes", "-days", "30", "-subj", "/CN=\(name)", "-out", files.certificate]
                + ["-keyout", files.key, "-addext", "subjectAltName=DNS:\(name).example,DNS:*.example,IP:192.0.2.1"]
                + key
        )
        try #require(result.status == 0, "\(result.output)")
        return files
    }

    private static let p256 = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]

    @Test(arguments: [p256, ["-newkey", "rsa:2048"]])
    func `a good pair is loaded`(key: [String]) async throws {
        let files = try await pair("good", key: key)
        let credential = try files.load(now: Fixtures.now)
        #expect(credential.chain.count == 1)
        #expect(credential.validUntil > Fixtures.now + 29 * Fixtures.day)
        let names = try files.names()
        #expect(names.dns == ["good.example", "*.example"])
        #expect(names.covers("hub.example"))
        #expect(names.covers("192.0.2.1"))
        #expect(!names.covers("good"))
    }

    @Test func `each defect of a pair has its error`() async throws {
        let files = try await pair("good", key: Self.p256)
        let other = try await pair("other", key: Self.p256)
        let text = try workspace.write("hello", to: "text.pem")
        let missing = workspace.path + "/missing.pem"
        let now = Fixtures.now

        func load(_ certificate: String, _ key: String, now: Int64 = now) throws {
            _ = try CertificateFiles(certificate: certificate, key: key).load(now: now)
        }
        #expect(throws: CertificateFilesError.missing(path: missing)) { try load(missing, files.key) }
        #expect(throws: CertificateFilesError.missing(path: missing)) { try load(files.certificate, missing) }
        #expect(throws: CertificateFilesError.notACertificate(path: text)) { try load(text, files.key) }
        #expect(throws: CertificateFilesError.notACertificate(path: files.key)) {
            try load(files.key, files.certificate)
        }
        #expect(throws: CertificateFilesError.notAKey(path: text, reason: "it is not a private key in PEM form")) {
            try load(files.certificate, text)
        }
        #expect(
            throws: CertificateFilesError.keyDoesNotMatch(key: other.key, certificate: files.certificate)
        ) { try load(files.certificate, other.key) }
        #expect(
            throws: CertificateFilesError.unreadable(path: workspace.path, reason: "it is not a regular file")
        ) { try load(workspace.path, files.key) }
        let error = try #require(throws: CertificateFilesError.self) {
            try load(files.certificate, files.key, now: now + 40 * Fixtures.day)
        }
        guard case .expired(files.certificate, _) = error else {
            Issue.record("\(error)")
            return
        }
    }

    @Test func `a key with a passphrase is refused and nobody is asked for it`() async throws {
        let files = try await pair("good", key: Self.p256)
        let locked = workspace.path + "/locked.pem"
        let result = try await Fixtures.openssl(
            "pkey",
            "-in",
            files.key,
            "-out",
            locked,
            "-aes128",
            "-passout",
            "pass:secret"
        )
        #expect(result.status == 0)
        let error = try #require(throws: CertificateFilesError.self) {
            try CertificateFiles(certificate: files.certificate, key: locked).load(now: Fixtures.now)
        }
        #expect("\(error)".contains("encrypted"))
    }

    private func replace(_ files: CertificateFiles, by new: CertificateFiles) throws {
        for (to, from) in [(files.certificate, new.certificate), (files.key, new.key)] {
            try #require(rename(from, to) == 0)
        }
    }

    @Test func `a changed pair is taken once it keeps still`() async throws {
        let files = try await pair("used", key: Self.p256)
        let reloader = try CertificateReloader(files: files, logger: Fixtures.silent) { Fixtures.now }
        let first = reloader.current.chain
        reloader.check()
        #expect(reloader.current.chain == first)
        try replace(files, by: try await pair("new", key: Self.p256))
        reloader.check()
        #expect(reloader.current.chain == first)
        reloader.check()
        #expect(reloader.current.chain != first)
        #expect(try files.names().dns.first == "new.example")
    }

    @Test func `a broken pair leaves the old one in use and is told once`() async throws {
        let files = try await pair("used", key: Self.p256)
        let lines = Shared<[String]>([])
        let logger = ListeningLog.logger { event in lines.change { $0.append("\(event.level) \(event.message)") } }
        let reloader = try CertificateReloader(files: files, logger: logger) { Fixtures.now }
        let first = reloader.current.chain
        let other = try await pair("other", key: Self.p256)
        try #require(rename(other.certificate, files.certificate) == 0)
        for _ in 0..<5 { reloader.check() }
        #expect(reloader.current.chain == first)
        #expect(lines.value == ["error new certificate refused, the old one stays in use"])
        try #require(rename(other.key, files.key) == 0)
        for _ in 0..<5 { reloader.check() }
        #expect(reloader.current.chain != first)
        #expect(lines.value.last == "info certificate reloaded")
        try FileManager.default.removeItem(atPath: files.key)
        for _ in 0..<5 { reloader.check() }
        #expect(lines.value.count == 3)
    }

    @Test func `a reloaded certificate is shown in the next handshake`() async throws {
        let files = try await pair("used", key: Self.p256)
        let reloader = try CertificateReloader(files: files, logger: Fixtures.silent) { Fixtures.now }
        let server = try await TLSServer(try ServerTLS(reloader: reloader, logger: Fixtures.silent))
        #expect(try await server.handshake(serverName: "anything.example").chain == reloader.current.chain)
        try replace(files, by: try await pair("new", key: Self.p256))
        reloader.check()
        reloader.check()
        let chain = try await server.handshake(serverName: nil).chain
        #expect(try CertificateNames(der: #require(chain.first).toDERBytes()).covers("new.example"))
        #expect(chain == reloader.current.chain)
        try await server.close()
    }

    @Test func `the loop ends when its task is cancelled`() async throws {
        let files = try await pair("used", key: Self.p256)
        let reloader = try CertificateReloader(files: files, logger: Fixtures.silent) { Fixtures.now }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await reloader.run() }
            group.cancelAll()
        }
    }
}
