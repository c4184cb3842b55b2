import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Testing

@testable import Transport

/// All of a listener's handlers together, over TLS.
@Suite(.timeLimit(.minutes(2)))
struct ListenerTests {
    private static let name = "hub.devicestream.localhost"
    private static let request = "GET / HTTP/1.1\r\nHost: hub.devicestream.localhost\r\n\r\n"

    private let workspace: Workspace
    private let authority: LocalAuthority
    private let limiter = ConnectionLimiter(limits: ConnectionLimits(descriptorLimit: 1024))

    init() throws {
        workspace = try Workspace()
        authority = try workspace.authority()
    }

    private func listener(deadlines: RequestDeadlines.Limits) async throws -> TLSServer {
        let issuer = LeafIssuer(authority: authority) { Fixtures.now }
        let tls = try ServerTLS(issuer: issuer, logger: Fixtures.silent) { $0.map { .names(dns: [$0]) } }
        let limiter = limiter
        return try await TLSServer(tls) { channel in
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(AdmissionHandler(limiter: limiter, logger: Fixtures.silent))
            try pipeline.addHandler(HandshakeDeadlineHandler(logger: Fixtures.silent))
            let configuration = NIOUpgradableHTTPServerPipelineConfiguration<Void>(
                upgradeConfiguration: .init(
                    upgraders: [],
                    notUpgradingCompletionHandler: { channel in
                        channel.eventLoop.makeCompletedFuture {
                            try channel.pipeline.syncOperations.addHandler(SmallAnswer())
                        }
                    }
                )
            )
            _ = try pipeline.configureGuardedHTTPServerPipeline(
                configuration: configuration,
                gate: UpgradeGate { _ in false },
                deadlines: deadlines,
                awaitsHandshake: true,
                logger: Fixtures.silent
            )
        }
    }

    private func client(of server: TLSServer, received: Shared<String>) async throws -> any Channel {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates([authority.transportCertificate])
        let context = try NIOSSLContext(configuration: configuration)
        return try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let tls = try NIOSSLClientHandler(context: context, serverHostname: Self.name)
                    try channel.pipeline.syncOperations.addHandlers([tls, TextCollector(received: received)])
                }
            }
            .connect(host: "127.0.0.1", port: server.port).get()
    }

    @Test func `requests are served one after the other until the connection idles`() async throws {
        let server = try await listener(deadlines: .init(idle: .milliseconds(50)))
        let received = Shared("")
        let client = try await client(of: server, received: received)
        try await client.writeAndFlush(ByteBuffer(string: Self.request + Self.request + Self.request))
        try await client.closeFuture.get()
        #expect(received.value.components(separatedBy: "HTTP/1.1 200 OK").count == 4)
        try await server.close()
    }

    @Test func `a slow head is cut off and its place given back`() async throws {
        let server = try await listener(deadlines: .init(firstRequest: .milliseconds(100)))
        let received = Shared("")
        let client = try await client(of: server, received: received)
        // On a slow machine the time may be over before this is written.
        client.writeAndFlush(ByteBuffer(string: String(Self.request.dropLast(2))), promise: nil)
        try await client.closeFuture.get()
        #expect(received.value == "")
        #expect(limiter.counts.handshakes == 0)
        try await server.close()
    }
}

private final class SmallAnswer: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .end = unwrapInboundIn(data) else { return }
        let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["content-length": "0"])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}

@available(*, unavailable)
extension SmallAnswer: Sendable {}

private final class TextCollector: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let received: Shared<String>

    init(received: Shared<String>) { self.received = received }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let text = String(buffer: unwrapInboundIn(data))
        received.change { $0 += text }
    }
}

@available(*, unavailable)
extension TextCollector: Sendable {}
