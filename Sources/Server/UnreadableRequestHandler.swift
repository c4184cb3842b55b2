import HubModel
import NIOCore
import NIOHTTP1

/// Answers a request that the HTTP decoder could not read, in the envelope of every other error, and closes.
///
/// It sits between the decoder and the codec of HTTP types, so that nothing behind it ever sees such a request.
final class UnreadableRequestHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let world: World
    private var headsRead = 0
    private var isReadingBody = false
    private var responsesEnded = 0
    private var isAnswering = false
    private var hasFailed = false

    init(world: World) { self.world = world }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasFailed else { return }
        switch Self.unwrapInboundIn(data) {
        case .head:
            headsRead += 1
            isReadingBody = true
        case .body: break
        case .end: isReadingBody = false
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // What the router still has to say of a broken request comes too late.
        guard !hasFailed else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch Self.unwrapOutboundIn(data) {
        case .head(let head): isAnswering = head.status.code >= 200
        case .body: break
        case .end:
            isAnswering = false
            responsesEnded += 1
        }
        context.write(data, promise: promise)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else {
            context.fireErrorCaught(error)
            return
        }
        guard !hasFailed else { return }
        hasFailed = true
        // The answer must be next in order: behind half a response, or before that of an earlier request, it would be
        // taken for another's.
        let unanswered = headsRead - responsesEnded - (isReadingBody ? 1 : 0)
        guard !isAnswering, unanswered == 0 else {
            context.close(promise: nil)
            return
        }
        answer(context: context, Self.describe(error))
    }

    private func answer(context: ChannelHandlerContext, _ error: HubError) {
        let id = world.newRequestID()
        // A value of strings and numbers always has JSON; were there none, the status would still tell.
        let body = (try? RestJSON.encode(ErrorBody(error, trackingID: id, now: world.now))) ?? []
        let headers: HTTPHeaders = [
            "content-type": "application/json",
            "content-length": String(body.count),
            "connection": "close",
            "x-ms-request-id": id,
            "x-content-type-options": "nosniff",
        ]
        let status = HTTPResponseStatus(statusCode: error.code.httpStatus ?? 400)
        context.write(
            Self.wrapOutboundOut(.head(.init(version: .http1_1, status: status, headers: headers))),
            promise: nil
        )
        context.write(Self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
        let loopBound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil))).whenComplete { _ in
            loopBound.value.close(promise: nil)
        }
    }

    private static func describe(_ error: HTTPParserError) -> HubError {
        switch error {
        case .headerOverflow:
            HubError(
                .headersTooLarge,
                "The header fields have more than \(MainChannel.maximumHeaderBytes) bytes, or are more than "
                    + "\(MainChannel.maximumHeaderFields)."
            )
        default:
            HubError(.ioTHubFormatError, "The request is not valid HTTP/1.1.")
        }
    }
}

@available(*, unavailable)
extension UnreadableRequestHandler: Sendable {}
