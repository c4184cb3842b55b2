import Logging
import NIOCore
import NIOSSL
import NIOTLS
import TestSupport
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(2)))
struct ServerTLSTests {
    private let workspace: Workspace
    private let authority: LocalAuthority
    private let issuer: LeafIssuer
    private let asked = Shared<[String?]>([])

    init() throws {
        workspace = try Workspace()
        authority = try workspace.authority()
        issuer = LeafIssuer(authority: authority) { Fixtures.now }
    }

    private func server(
        configure: @escaping @Sendable (any Channel) throws -> Void = { _ in }
    ) async throws -> TLSServer {
        let asked = asked
        let tls = try ServerTLS(issuer: issuer, logger: Fixtures.silent) { name in
            asked.change { $0.append(name) }
            switch name {
            case nil: return .names(dns: ["localhost"], addresses: ["127.0.0.1", "::1"])
            case "hub.devicestream.localhost": return .names(dns: ["hub.devicestream.localhost"])
            case "devicestream.localhost": return .names(dns: ["devicestream.localhost"])
            default: return nil
            }
        }
        return try await TLSServer(tls, configure: configure)
    }

    private func names(_ outcome: HandshakeOutcome) throws -> [String] {
        try CertificateNames(der: #require(outcome.chain.first).toDERBytes()).dns
    }

    @Test func `the name in the hello chooses a certificate with exactly that name`() async throws {
        let server = try await server()
        for name in ["hub.devicestream.localhost", "devicestream.localhost"] {
            let outcome = try await server.handshake(serverName: name)
            #expect(try names(outcome) == [name])
            #expect(outcome.chain.count == 2)
            #expect(LocalAuthority.fingerprint(ofDER: try outcome.chain[1].toDERBytes()) == authority.fingerprint)
        }
        #expect(
            try names(await server.handshake(serverName: "HUB.DeviceStream.localhost")) == [
                "hub.devicestream.localhost"
            ]
        )
        #expect(asked.value.last == "hub.devicestream.localhost")
        #expect(issuer.cachedCount == 2)
        try await server.close()
    }

    @Test func `a client that trusts the CA verifies name and chain`() async throws {
        let server = try await server()
        for maximum in [TLSVersion.tlsv12, .tlsv13] {
            let root = authority.transportCertificate
            _ = try await server.handshake(serverName: "hub.devicestream.localhost", trusting: root) {
                $0.maximumTLSVersion = maximum
            }
            await #expect(throws: (any Error).self) {
                _ = try await server.handshake(
                    serverName: nil,
                    trusting: try Workspace().authority().transportCertificate
                )
            }
        }
        try await server.close()
    }

    @Test func `a connection by address asks for no name`() async throws {
        let server = try await server()
        let outcome = try await server.handshake(serverName: nil)
        #expect(asked.value == [nil])
        #expect(try CertificateNames(der: outcome.chain[0].toDERBytes()).covers("127.0.0.1"))
        try await server.close()
    }

    @Test(arguments: ["other.devicestream.localhost", "example.com", "a_b"], [TLSVersion.tlsv12, .tlsv13])
    func `an unknown name ends the handshake with its alert and issues nothing`(
        name: String,
        version: TLSVersion
    ) async throws {
        let server = try await server()
        let error = await #expect(throws: (any Error).self) {
            _ = try await server.handshake(serverName: name) { $0.maximumTLSVersion = version }
        }
        #expect("\(String(describing: error))".contains("UNRECOGNIZED_NAME"))
        #expect(issuer.cachedCount == 0)
        try await server.close()
    }

    @Test func `a name that no host can have is not even looked up`() async throws {
        let server = try await server()
        await #expect(throws: (any Error).self) { _ = try await server.handshake(serverName: "a b") }
        #expect(asked.value.isEmpty)
        try await server.close()
    }

    @Test func `openssl sees the alert and the chain`() async throws {
        let server = try await server()
        let known = try await Fixtures.openssl(
            "s_client",
            "-connect",
            "127.0.0.1:\(server.port)",
            "-servername",
            "hub.devicestream.localhost",
            "-verify_hostname",
            "hub.devicestream.localhost",
            "-verify_return_error",
            "-CAfile",
            authority.certificatePath
        )
        #expect(known.status == 0, "\(known.output)")
        #expect(known.output.contains("Verification: OK"))
        #expect(known.output.contains("depth=1 O = devicestream, CN = devicestream local CA"))
        let unknown = try await Fixtures.openssl(
            "s_client",
            "-connect",
            "127.0.0.1:\(server.port)",
            "-servername",
            "nobody.example"
        )
        #expect(unknown.status != 0)
        #expect(unknown.output.contains("unrecognized name"), "\(unknown.output)")
        try await server.close()
    }

    @Test func `TLS 1.1 is refused`() async throws {
        let server = try await server()
        let result = try await Fixtures.openssl(
            "s_client",
            "-connect",
            "127.0.0.1:\(server.port)",
            "-servername",
            "hub.devicestream.localhost",
            "-tls1_1",
            "-cipher",
            "DEFAULT@SECLEVEL=0"
        )
        #expect(result.status != 0)
        #expect(result.output.contains("alert protocol version"), "\(result.output)")
        #expect(issuer.cachedCount == 0)
        try await server.close()
    }

    @Test func `only HTTP 1.1 is negotiated`() async throws {
        let server = try await server()
        let outcome = try await server.handshake(serverName: "devicestream.localhost") {
            $0.applicationProtocols = ["h2", "http/1.1"]
        }
        #expect(outcome.negotiatedProtocol == "http/1.1")
        try await server.close()
    }

    @Test func `a certificate that cannot be made ends the handshake and is told as an error`() async throws {
        let lines = Shared<[String]>([])
        let logger = ListeningLog.logger { event in lines.change { $0.append("\(event.level) \(event.message)") } }
        let server = try await TLSServer(try ServerTLS(issuer: issuer, logger: logger) { _ in .names() })
        await #expect(throws: (any Error).self) { _ = try await server.handshake(serverName: "a.localhost") }
        #expect(lines.value == ["error certificate not issued"])
        try await server.close()
    }

    @Test func `a handshake in progress counts until it is complete`() async throws {
        let limiter = ConnectionLimiter(limits: .init(connections: 8, handshakes: 1, handshakesPerAddress: 1))
        let server = try await server { channel in
            try channel.pipeline.syncOperations.addHandler(AdmissionHandler(limiter: limiter, logger: Fixtures.silent))
        }
        _ = try await server.handshake(serverName: "devicestream.localhost")
        _ = try await server.handshake(serverName: "devicestream.localhost")
        #expect(limiter.counts.refused == 0)
        try await server.close()
    }

    @Test func `a peer that says nothing is cut off at the deadline of the handshake`() async throws {
        let server = try await server { channel in
            try channel.pipeline.syncOperations.addHandler(
                HandshakeDeadlineHandler(timeout: .milliseconds(20), logger: Fixtures.silent)
            )
        }
        let client = try await ClientConnection.open(port: server.port)
        try await client.closeFuture.get()
        try await server.close()
    }
}
