import HTTPTypes
import HubModel
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import ServiceLifecycle
import Transport

/// The pipeline of a connection on the main listener: admission, TLS, deadlines, HTTP/1.1, and the upgrades to
/// WebSocket of the rooms that have one.
struct MainChannel: HTTPChannelHandler {
    /// A connection, and what it becomes once its first request is here.
    struct Value: ServerChildChannelValue {
        let channel: any Channel
        let kind: EventLoopFuture<ConnectionKind>
    }

    /// Fields of one request head, all together: twice what nginx and Apache take, so that no client that works with
    /// them fails here.
    static let maximumHeaderBytes = 16 * 1024
    static let maximumHeaderFields = 200

    let responder: HTTPChannelHandler.Responder
    /// `nil` for the admin listener, which speaks plain HTTP.
    let tls: ServerTLS?
    let limiter: ConnectionLimiter
    let doors: [WebSocketDoor]
    let world: World

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try tls?.addHandlers(to: pipeline)
            try pipeline.addHandler(AdmissionHandler(limiter: limiter, logger: logger))
            if tls != nil { try pipeline.addHandler(HandshakeDeadlineHandler(logger: logger)) }
            let upgrade = WebSocketUpgrade(doors: doors, channel: channel)
            var configuration = NIOUpgradableHTTPServerPipelineConfiguration(
                upgradeConfiguration: NIOTypedHTTPServerUpgradeConfiguration<ConnectionKind>(
                    upgraders: [upgrade],
                    notUpgradingCompletionHandler: { [isSecure = tls != nil] channel in
                        Self.http(channel, isSecure: isSecure, logger)
                    }
                )
            )
            // Requests of one connection are answered in order by the channel's one reader.
            configuration.enablePipelining = false
            configuration.enableErrorHandling = false
            // HTTPTypes checks what we send.
            configuration.enableResponseHeaderValidation = false
            configuration.decoderConfiguration.maxHeaderFieldSize = Self.maximumHeaderBytes
            configuration.decoderConfiguration.maxHeaderListSize = Self.maximumHeaderBytes
            configuration.decoderConfiguration.maxHeaderFieldCount = Self.maximumHeaderFields
            let kind = try pipeline.configureGuardedHTTPServerPipeline(
                configuration: configuration,
                gate: upgrade.gate,
                behind: [UnreadableRequestHandler(world: world)],
                deadlines: .init(),
                awaitsHandshake: tls != nil,
                logger: logger
            )
            return Value(channel: channel, kind: kind)
        }
    }

    /// A connection that stays HTTP, from its first request on.
    private static func http(
        _ channel: any Channel,
        isSecure: Bool,
        _ logger: Logger
    ) -> EventLoopFuture<ConnectionKind> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: isSecure))
            // Ends idle connections, and running ones after their response, when the server stops.
            try pipeline.addHandler(HTTPConnectionStateHandler(logger: logger))
            return .http(
                try NIOAsyncChannel(
                    wrappingChannelSynchronously: channel,
                    configuration: .init(isOutboundHalfClosureEnabled: true)
                )
            )
        }
    }

    func handle(value: Value, logger: Logger) async {
        do {
            switch try await kind(of: value) {
            case .http(let channel): await handleHTTP(asyncChannel: channel, logger: logger)
            case .webSocket: try await value.channel.closeFuture.get()
            }
        } catch {
            // It ended before it became anything: a failed handshake, a deadline, an unreadable request.
            logger.trace("connection without a request", metadata: ["error": "\(error)"])
            value.channel.close(promise: nil)
        }
    }

    /// Waits for the first request; when the server stops, a connection without one is closed.
    private func kind(of value: Value) async throws -> ConnectionKind {
        try await withGracefulShutdownHandler {
            try await value.kind.get()
        } onGracefulShutdown: {
            let (channel, kind) = (value.channel, value.kind)
            channel.eventLoop.execute {
                let waits = NIOLoopBoundBox(true, eventLoop: channel.eventLoop)
                kind.whenComplete { _ in waits.value = false }
                // A future that is complete calls back at once, on its own loop.
                if waits.value { channel.close(promise: nil) }
            }
        }
    }
}
