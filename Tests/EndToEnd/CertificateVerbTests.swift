import Foundation
import Testing

/// CAs that OpenSSL makes, registered and proved with the command line.
struct CertificateVerbTests {
    private static let keys = [
        ("P-256", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]),
        ("RSA", ["-newkey", "rsa:2048", "-nodes"]),
    ]

    @Test(arguments: keys)
    func `a CA of OpenSSL is registered, proved and removed`(_ kind: String, _ key: [String]) throws {
        try TestServer.run { server in
            let files = server.files
            try Self.makeAuthority(files, "ca", key)
            let registered = try server.cli(
                "certificate",
                "create",
                "plant",
                "-n",
                "hub",
                "--file",
                files.path + "/ca.pem"
            )
            #expect(registered.status == 0, "\(kind): \(registered)")
            let certificate = try JSON(registered.outputBytes)
            #expect(certificate["isVerified"] == .bool(false))
            let digits = try Certificates.fingerprint(files.path + "/ca.pem").dropFirst("sha256:".count)
            #expect(certificate["sha256Thumbprint"]?.text?.lowercased() == String(digits))

            let asked = try server.cli("certificate", "generate-verification-code", "plant", "-n", "hub", "-o", "tsv")
            #expect(asked.status == 0, "\(asked)")
            let code = asked.output.trimmingCharacters(in: .newlines)
            // A certificate of another CA proves nothing.
            try Self.makeAuthority(files, "other", key)
            try Self.sign(files, "wrong", for: code, by: "other", key)
            let wrong = try server.cli("certificate", "verify", "plant", "--path", files.path + "/wrong.pem")
            #expect(wrong.status == 2, "\(wrong)")
            #expect(wrong.error.contains("ArgumentInvalid"), "\(wrong)")

            try Self.sign(files, "proof", for: code, by: "ca", key)
            let verified = try server.cli("certificate", "verify", "plant", "-p", files.path + "/proof.pem")
            #expect(verified.status == 0, "\(verified)")
            #expect(try JSON(verified.outputBytes)["isVerified"] == .bool(true))
            let list = try server.cli("certificate", "list", "--query", "[].[name,isVerified]", "-o", "tsv")
            #expect(list.output == "plant\tTrue\n", "\(list)")
            let deleted = try server.cli("certificate", "delete", "plant", "-y")
            #expect(deleted.status == 0, "\(deleted)")
            #expect(try server.cli("certificate", "show", "plant").status == 3)
        }
    }

    @Test func `DER is taken, a device's certificate is not, and no key is sent`() throws {
        try TestServer.run { server in
            let files = server.files
            let key = Self.keys[0].1
            try Self.makeAuthority(files, "ca", key)
            try Self.sign(files, "press-07", for: "press-07", by: "ca", key)
            let leaf = try server.cli("certificate", "create", "leaf", "--file", files.path + "/press-07.pem")
            #expect(leaf.status == 2, "\(leaf)")
            #expect(leaf.error.contains("is not that of a CA"), "\(leaf)")
            try ProgramRun.tool(
                "openssl",
                ["x509", "-in", files.path + "/ca.pem", "-outform", "der", "-out", files.path + "/ca.der"]
            )
            let der = try server.cli("certificate", "create", "der", "--file", files.path + "/ca.der")
            #expect(der.status == 0, "\(der)")
            let whole = files.text("ca-key.pem") + files.text("ca.pem")
            let again = try server.cli("certificate", "create", "pem", "--file", "-", input: whole)
            #expect(again.status == 6, "the same certificate: \(again)")
        }
    }

    private static func makeAuthority(_ files: TemporaryDirectory, _ name: String, _ key: [String]) throws {
        try ProgramRun.tool(
            "openssl",
            ["req", "-x509"] + key + [
                "-keyout", files.path + "/\(name)-key.pem", "-out", files.path + "/\(name).pem", "-days", "30", "-subj",
                "/O=Plant/CN=Plant CA",
            ]
        )
    }

    private static func sign(
        _ files: TemporaryDirectory,
        _ name: String,
        for commonName: String,
        by authority: String,
        _ key: [String]
    ) throws {
        let path = files.path + "/" + name
        try ProgramRun.tool(
            "openssl",
            ["req"] + key + ["-keyout", path + "-key.pem", "-out", path + ".csr", "-subj", "/CN=\(commonName)"]
        )
        try ProgramRun.tool(
            "openssl",
            [
                "x509", "-req", "-in", path + ".csr", "-CA", files.path + "/\(authority).pem", "-CAkey",
                files.path + "/\(authority)-key.pem", "-CAcreateserial", "-days", "1", "-out", path + ".pem",
            ]
        )
    }
}
