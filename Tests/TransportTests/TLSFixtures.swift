import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import Testing

@testable import Transport

/// A TLS server on a port of its own that closes a connection when its handshake is complete and says so.
final class TLSServer: Sendable {
    let channel: any Channel

    init(_ tls: ServerTLS, configure: @escaping @Sendable (any Channel) throws -> Void = { _ in }) async throws {
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try tls.addHandlers(to: channel.pipeline.syncOperations)
                    try configure(channel)
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    /// A server that asks for client certificates.
    init(
        recording peer: TLSPeer,
        _ tls: ServerTLS,
        configure: @escaping @Sendable (any Channel) throws -> Void
    ) async throws {
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try tls.addHandlers(to: channel.pipeline.syncOperations, recording: peer)
                    try configure(channel)
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    var port: Int { channel.localAddress?.port ?? 0 }

    func close() async throws { try await channel.close() }

    /// Makes a handshake with NIOSSL's client, which verifies the server only if it is told what to trust.
    func handshake(
        serverName: String?,
        trusting root: NIOSSLCertificate? = nil,
        configure: (inout TLSConfiguration) -> Void = { _ in }
    ) async throws -> HandshakeOutcome {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if let root {
            configuration.trustRoots = .certificates([root])
        } else {
            configuration.certificateVerification = .noHostnameVerification
        }
        configure(&configuration)
        let context = try NIOSSLContext(configuration: configuration)
        let seen = Shared<[NIOSSLCertificate]>([])
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let outcome = loop.makePromise(of: String?.self)
        let client = try await ClientBootstrap(group: loop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let tls =
                        root != nil
                        ? try NIOSSLClientHandler(context: context, serverHostname: serverName)
                        : try NIOSSLClientHandler(
                            context: context,
                            serverHostname: serverName,
                            customVerificationCallback: { chain, promise in
                                seen.value = chain
                                promise.succeed(.certificateVerified)
                            }
                        )
                    try channel.pipeline.syncOperations.addHandlers([tls, OutcomeHandler(promise: outcome)])
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        do {
            let negotiated = try await outcome.futureResult.get()
            // The server may be faster in closing.
            try? await client.close()
            return HandshakeOutcome(negotiatedProtocol: negotiated, chain: seen.value)
        } catch {
            try? await client.close()
            throw error
        }
    }
}

struct HandshakeOutcome {
    let negotiatedProtocol: String?
    /// Empty where the client verified the chain itself.
    let chain: [NIOSSLCertificate]
}

private final class OutcomeHandler: ChannelInboundHandler {
    typealias InboundIn = NIOAny
    private let promise: EventLoopPromise<String?>

    init(promise: EventLoopPromise<String?>) { self.promise = promise }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted(let negotiated) = event as? TLSUserEvent { promise.succeed(negotiated) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        promise.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        promise.fail(ChannelError.eof)
    }
}

@available(*, unavailable)
extension OutcomeHandler: Sendable {}

enum ClientConnection {
    /// A plain connection that sends nothing.
    static func open(port: Int) async throws -> any Channel {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port).get()
    }
}
