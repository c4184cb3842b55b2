import NIOCore
import NIOSSL
import NIOTLS
import Testing

@testable import Transport

/// Client certificates on a listener that asks for them.
@Suite(.timeLimit(.minutes(2)))
struct ClientCertificateTests {
    private static let host = "hub.devicestream.localhost"

    private let workspace: Workspace
    private let authority: LocalAuthority
    private let issuer: LeafIssuer

    init() throws {
        workspace = try Workspace()
        authority = try workspace.authority()
        issuer = LeafIssuer(authority: authority) { Fixtures.now }
    }

    /// What the server saw of a client with these certificates; the server closes after the handshake.
    private func seen(
        _ credential: ServerCredential?,
        serverName: String? = host,
        version: TLSVersion
    ) async throws -> (serverName: String?, certificates: [[UInt8]]) {
        let tls = try ServerTLS(issuer: issuer, logger: Fixtures.silent) { name in
            .names(dns: [name ?? "localhost"])
        }.requestingClientCertificates()
        let peer = TLSPeer()
        let shown = Shared<[[UInt8]]?>(nil)
        let server = try await TLSServer(recording: peer, tls) { channel in
            try channel.pipeline.syncOperations.addHandler(PeerReader(peer: peer, shown: shown))
        }
        _ = try await server.handshake(serverName: serverName) { configuration in
            configuration.maximumTLSVersion = version
            guard let credential else { return }
            configuration.certificateChain = credential.chain.map { .certificate($0) }
            configuration.privateKey = .privateKey(credential.key)
        }
        // With TLS 1.3 a client is done before the server has read its certificate.
        for _ in 0..<1000 where shown.value == nil { try await Task.sleep(for: .milliseconds(1)) }
        try await server.close()
        return (peer.serverName, try #require(shown.value))
    }

    @Test(arguments: [TLSVersion.tlsv12, .tlsv13])
    func `a client's chain is recorded as it was shown, though nobody trusts it`(version: TLSVersion) async throws {
        let stranger = try Workspace()
        let issuer = LeafIssuer(authority: try stranger.authority()) { Fixtures.now }
        let credential = try issuer.credential(for: .names(dns: ["a.devicestream.localhost"]))
        let seen = try await seen(credential, version: version)
        #expect(try seen.certificates == credential.chain.map { try $0.toDERBytes() })
        #expect(seen.certificates.count == 2)
        #expect(seen.serverName == Self.host)
    }

    @Test(arguments: [TLSVersion.tlsv12, .tlsv13])
    func `a client without a certificate is let through`(version: TLSVersion) async throws {
        let seen = try await seen(nil, version: version)
        #expect(seen.certificates.isEmpty)
        #expect(seen.serverName == Self.host)
    }

    @Test func `a client that asked for no name has none`() async throws {
        #expect(try await seen(nil, serverName: nil, version: .tlsv13).serverName == nil)
    }

    @Test func `a chain that is too long ends the handshake`() async throws {
        let credential = try issuer.credential(for: .names(dns: [Self.host]))
        let leaf = try #require(credential.chain.first)
        let peer = TLSPeer()
        #expect(peer.showed(Array(repeating: leaf, count: TLSPeer.maximumCertificates)) == .certificateVerified)
        #expect(peer.showed(Array(repeating: leaf, count: TLSPeer.maximumCertificates + 1)) == .failed)
    }
}

/// Reads the peer's certificates when the handshake is complete.
private final class PeerReader: ChannelInboundHandler {
    typealias InboundIn = NIOAny
    private let peer: TLSPeer
    private let shown: Shared<[[UInt8]]?>

    init(peer: TLSPeer, shown: Shared<[[UInt8]]?>) {
        self.peer = peer
        self.shown = shown
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case .handshakeCompleted = event as? TLSUserEvent else { return }
        shown.value = peer.certificates(in: context.channel.pipeline.syncOperations)
        context.close(promise: nil)
    }
}

@available(*, unavailable)
extension PeerReader: Sendable {}
