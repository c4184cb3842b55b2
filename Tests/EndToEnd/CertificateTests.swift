import Foundation
import Testing

struct CertificateTests {
    @Test func `a server of another CA is 13 and the issuer is named`() throws {
        try TestServer.run { server in
            try ForeignServer.run { foreign in
                let run = try server.cli("show", "-n", "hub", "--server", foreign.origin, "--cacert", server.caFile)
                #expect(run.status == 13, "\(run)")
                #expect(run.output == "")
                #expect(run.error.contains("Foreign CA"), "\(run)")
                #expect(run.error.contains("code: TlsTrustFailed (600205)"), "\(run)")
                #expect(foreign.requests == "", "a request went out before the certificate was judged")
            }
        }
    }

    @Test func `a certificate for another name is told apart from an unknown CA`() throws {
        try ForeignServer.run(names: "DNS:other.example") { foreign in
            let run = try ProgramRun.run(
                Programs.client,
                ["show", "-n", "hub", "--server", foreign.origin, "--cacert", foreign.caFile],
                environment: Spawn.environment(home: "/nonexistent", ["DEVICESTREAM_TOKEN": "dst_x"])
            )
            #expect(run.status == 13, "\(run)")
            #expect(run.error.contains("Write the server as its certificate names it"), "\(run)")
            #expect(!run.error.contains("--ca-fingerprint"), "\(run)")
            #expect(foreign.requests == "")
        }
    }

    @Test func `a certificate for another name is 13`() throws {
        try TestServer.run { server in
            let run = try server.cli(
                "show",
                "-n",
                "hub",
                "--server",
                "https://other.example:\(server.port)",
                "--cacert",
                server.caFile,
                "--resolve",
                "other.example:\(server.port):127.0.0.1"
            )
            // The server issues nothing for a name it does not own; the handshake may fail before any certificate.
            #expect([7, 13].contains(run.status), "\(run)")
            #expect(run.output == "")
        }
    }

    @Test func `on a second machine a login needs the fingerprint alone`() throws {
        try TestServer.run { server in
            let fingerprint = try server.cli("ca", "fingerprint", "-o", "tsv")
            #expect(fingerprint.output == (try Certificates.fingerprint(server.caFile)) + "\n", "\(fingerprint)")
            let digits = fingerprint.output.trimmingCharacters(in: .newlines)
            // Another machine: no state directory of a server, only the token.
            let home = try TemporaryDirectory()
            defer { home.remove() }
            let machine = ["HOME": home.path, "DEVICESTREAM_STATE_DIR": home.path + "/nothing"]
            let token = try server.token("reader")
            let arguments = ["login", "--server", server.origin, "--ca-fingerprint"]
            let login = try server.cli(arguments + [digits], input: token + "\n", environment: machine)
            #expect(login.status == 0, "\(login)")
            #expect(!login.output.contains(token) && !login.error.contains(token))
            let show = try server.cli(["show"], environment: machine)
            #expect(show.status == 0, "\(show)")
            #expect(show.output.contains(server.streamingURL))
            let files = FileManager.default.enumerator(atPath: home.path + "/.config/devicestream")
            for case let name as String in files ?? .init() {
                let attributes = try FileManager.default.attributesOfItem(
                    atPath: home.path + "/.config/devicestream/" + name
                )
                let isDirectory = attributes[.type] as? FileAttributeType == .typeDirectory
                #expect(attributes[.posixPermissions] as? Int == (isDirectory ? 0o700 : 0o600), "\(name)")
            }
            let wrong = "sha256:" + String(repeating: "0", count: 64)
            let refused = try server.cli(arguments + [wrong], input: token + "\n", environment: machine)
            #expect(refused.status == 13, "\(refused)")
            #expect(refused.error.contains(digits), "\(refused)")
            let logout = try server.cli(["logout"], environment: machine)
            #expect(logout.status == 0, "\(logout)")
            #expect(try server.cli(["show", "-n", "hub"], environment: machine).status == 4)
        }
    }

    @Test func `the local CA signs for its own names alone, and its leaves are short-lived`() throws {
        try TestServer.run { server in
            let authority = try ProgramRun.tool("openssl", ["x509", "-in", server.caFile, "-noout", "-text"]).output
            #expect(authority.contains("CA:TRUE, pathlen:0"))
            #expect(authority.contains("X509v3 Name Constraints: critical"))
            #expect(authority.contains("DNS:devicestream.localhost"))
            for (name, isOwn) in [
                ("localhost", true), ("hub.devicestream.localhost", true),
                ("hub.local-001.streams.devicestream.localhost", true), ("other.devicestream.localhost", false),
                ("example.com", false),
            ] {
                let run = try Self.handshake(server, ["-servername", name, "-verify_hostname", name])
                #expect((run.status == 0) == isOwn, "\(name): \(run)")
                guard isOwn else { continue }
                let leaf = try ProgramRun.tool(
                    "openssl",
                    ["x509", "-noout", "-checkend", "\(91 * 86_400)"],
                    input: run.outputBytes,
                    isExpectedToSucceed: false
                )
                #expect(leaf.status == 1, "the leaf for \(name) lives longer than 90 days")
            }
        }
    }

    @Test func `TLS 1_1 is refused, 1_2 and 1_3 are not`() throws {
        try TestServer.run { server in
            // OpenSSL itself offers 1.1 only at security level 0.
            let old = try Self.handshake(server, ["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"])
            #expect(old.status != 0, "\(old)")
            #expect(old.error.contains("alert protocol version"), "\(old)")
            for version in ["-tls1_2", "-tls1_3"] {
                let run = try Self.handshake(server, [version])
                #expect(run.status == 0, "\(version): \(run)")
            }
        }
    }

    @Test func `changed certificate files are picked up without a restart`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        try Certificates.makeAuthority(files, name: "site-ca", subject: "Site CA")
        try Certificates.makeLeaf(files, name: "first", authority: "site-ca")
        try Certificates.makeLeaf(files, name: "second", authority: "site-ca")
        func install(_ name: String) throws {
            for (suffix, target) in [(".pem", "server.pem"), ("-key.pem", "server-key.pem")] {
                try files.write(target + ".new", files.bytes(name + suffix))
                rename(files.path + "/\(target).new", files.path + "/" + target)
            }
        }
        try install("first")
        let arguments = ["--tls-certificate", files.path + "/server.pem", "--tls-key", files.path + "/server-key.pem"]
        try TestServer.run(arguments, state: files.path + "/state") { server in
            func presented() throws -> String {
                let run = try ProgramRun.tool(
                    "openssl",
                    ["s_client", "-connect", "127.0.0.1:\(server.port)", "-CAfile", files.path + "/site-ca.pem"],
                    isExpectedToSucceed: false
                )
                try files.write("presented.pem", run.outputBytes)
                return try Certificates.fingerprint(files.path + "/presented.pem")
            }
            #expect(try presented() == Certificates.fingerprint(files.path + "/first.pem"))
            try install("second")
            let second = try Certificates.fingerprint(files.path + "/second.pem")
            try wait(for: "the new certificate") { try presented() == second }
            // A pair that is broken leaves the one in use.
            try files.write("server.pem", "broken".utf8)
            try wait(for: "a word about the broken file") { server.log.contains("server.pem") }
            #expect(try presented() == second)
            #expect(!FileManager.default.fileExists(atPath: server.state + "/ca-key.pem"))
            let show = try server.cli(
                "show",
                "-n",
                "hub",
                "--server",
                server.origin,
                "--cacert",
                files.path + "/site-ca.pem"
            )
            #expect(show.status == 4, "a server that is named otherwise gets no credential: \(show)")
        }
    }

    private static func handshake(_ server: TestServer, _ arguments: [String]) throws -> ProgramRun {
        try ProgramRun.run(
            "openssl",
            [
                "s_client", "-connect", "127.0.0.1:\(server.port)", "-CAfile", server.caFile, "-verify_return_error",
            ] + arguments,
            environment: Spawn.environment(home: server.files.path)
        )
    }
}
