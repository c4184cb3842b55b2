import ArgumentParser
import HubModel
import Testing

@testable import CLI

/// What of a file is sent as a certificate.
@Suite struct CertificateFileTests {
    private static let pem = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"
    private static let key = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n"

    /// Creates a certificate at a server that nobody can reach.
    private func run(_ option: String, _ value: String, input: String = "") -> OfflineRun {
        OfflineRun(
            ["certificate", "create", "plant", "-n", "hub", "--server", "https://127.0.0.1:1", "--retry", "0"]
                + [option, value],
            environment: ["DEVICESTREAM_TOKEN": "dst_secret", "HOME": "/nonexistent"],
            input: input
        )
    }

    @Test(arguments: ["--file", "--path", "-p"])
    func `one certificate in PEM goes out, in our spelling and that of az`(_ option: String) throws {
        let directory = try TemporaryDirectory()
        let file = try directory.file("ca.pem", "subject=CN\n" + Self.key + Self.pem)
        #expect(run(option, file).status == .unreachable)
    }

    @Test func `a private key in the file stays here`() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.file("ca.pem", Self.key + Self.pem + Self.key)
        let option = try CertificateFileOption.parse(["--file", file])
        let session = try Session(
            try GlobalOptions.parse([]),
            Program(environment: .process, console: .process, world: .real)
        )
        #expect(try option.text(session) == Self.pem)
    }

    @Test func `DER goes out as base64`() throws {
        let option = try CertificateFileOption.parse(["--file", "-"])
        let bytes: [UInt8] = [0x30, 0x82, 0x01, 0x00, 0xFF, 0x0A]
        var rest = bytes[...]
        let console = Console(
            isOutputTerminal: false,
            isErrorTerminal: false,
            isInputTerminal: false,
            output: { _ in },
            complain: { _ in },
            input: { buffer in
                let next = rest.prefix(buffer.count)
                buffer.copyBytes(from: next)
                rest = rest.dropFirst(next.count)
                return next.count
            },
            askSecret: { _ in "" }
        )
        let session = try Session(
            try GlobalOptions.parse([]),
            Program(environment: .process, console: console, world: .real)
        )
        #expect(try option.text(session) == Base64.encode(bytes))
    }

    @Test func `none and more than one are told before anything is sent`() throws {
        #expect(run("--file", "-", input: Self.key).errors.contains("Standard input holds no certificate"))
        #expect(run("--file", "-", input: Self.pem + Self.pem).errors.contains("holds 2 certificates"))
        #expect(run("--file", "/nonexistent/ca.pem").status == .usage)
        #expect(OfflineRun(["certificate", "create", "plant"]).errors.contains("--file"))
    }

    @Test func `a certificate is deleted after a yes`() {
        let run = OfflineRun(["certificate", "delete", "plant", "-n", "hub", "--server", "https://127.0.0.1:1"])
        #expect(run.status == .usage)
        #expect(run.errors.contains("Delete the certificate 'plant' of the hub 'hub'?"))
    }
}
