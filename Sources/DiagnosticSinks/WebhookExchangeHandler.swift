import HubModel
import NIOCore
import StreamCore
import Transport

/// Sends one request over a connection that stands, and takes the head of the answer; then the connection is closed.
///
/// The body of the answer is never read: it is nobody's business but the receiver's.
final class WebhookExchangeHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Why there is no answer.
    enum Problem: Error {
        case timedOut
        case closed
        case notHTTP

        var words: String {
            switch self {
            case .timedOut: "The webhook did not answer in time."
            case .closed: "The webhook closed the connection instead of answering."
            case .notHTTP: "The webhook's answer is not one of HTTP."
            }
        }
    }

    private let request: [UInt8]
    private let limit: Duration
    private let promise: EventLoopPromise<ResponseHead>
    private var reader = ResponseHeadReader()
    private var timer: Scheduled<Void>?

    init(_ request: [UInt8], limit: Duration, promise: EventLoopPromise<ResponseHead>) {
        self.request = request
        self.limit = limit
        self.promise = promise
    }

    func handlerAdded(context: ChannelHandlerContext) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(limit)) {
            self.end(context, .failure(Problem.timedOut))
        }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: request)), promise: nil)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        promise.fail(Problem.closed)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        do throws(ResponseHeadProblem) {
            if let head = try reader.received(&bytes) { end(context, .success(head)) }
        } catch {
            end(context, .failure(Problem.notHTTP))
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { end(context, .failure(error)) }

    /// Of several the first counts.
    private func end(_ context: ChannelHandlerContext, _ result: Result<ResponseHead, any Error>) {
        promise.completeWith(result)
        context.close(promise: nil)
    }
}

@available(*, unavailable)
extension WebhookExchangeHandler: Sendable {}
