import HTTPTypes
import HubModel
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import Transport

/// The pipeline of a connection on the main listener: admission, TLS, deadlines, HTTP/1.1.
struct MainChannel: HTTPChannelHandler {
    typealias Value = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    /// Fields of one request head, all together: twice what nginx and Apache take, so that no client that works with
    /// them fails here.
    static let maximumHeaderBytes = 16 * 1024
    static let maximumHeaderFields = 200

    let responder: HTTPChannelHandler.Responder
    let tls: ServerTLS
    let limiter: ConnectionLimiter
    let world: World

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try tls.addHandlers(to: pipeline)
            try pipeline.addHandler(AdmissionHandler(limiter: limiter, logger: logger))
            try pipeline.addHandler(HandshakeDeadlineHandler(logger: logger))
            var limits = NIOHTTPDecoderLimitConfiguration()
            limits.maxHeaderFieldSize = Self.maximumHeaderBytes
            limits.maxHeaderListSize = Self.maximumHeaderBytes
            limits.maxHeaderFieldCount = Self.maximumHeaderFields
            try pipeline.configureHTTPServerPipeline(
                // Requests of one connection are answered in order by the channel's one reader.
                withPipeliningAssistance: false,
                withErrorHandling: false,
                // HTTPTypes checks what we send.
                withOutboundHeaderValidation: false,
                withEncoderConfiguration: .init(),
                withDecoderLimitConfiguration: limits
            )
            try pipeline.addRequestDeadlines(.init(), awaitsHandshake: true, logger: logger)
            try pipeline.addHandler(UnreadableRequestHandler(world: world))
            try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: true))
            // Ends idle connections, and running ones after their response, when the server stops.
            try pipeline.addHandler(HTTPConnectionStateHandler(logger: logger))
            return try NIOAsyncChannel(
                wrappingChannelSynchronously: channel,
                configuration: .init(isOutboundHalfClosureEnabled: true)
            )
        }
    }

    func handle(value: Value, logger: Logger) async {
        await handleHTTP(asyncChannel: value, logger: logger)
    }
}
