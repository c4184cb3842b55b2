import HubModel
import NIOCore
import StreamCore

/// Sends one request over a connection that stands, and takes the head of the answer; then the connection is closed.
final class HeadRequestHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let request: String
    private let place: String
    private let limit: TimeAmount
    private let world: World
    private let promise: EventLoopPromise<EndpointSight.Answer>
    private var reader = ResponseHeadReader()
    private var timer: Scheduled<Void>?

    /// The promise is kept with a head, or with why there is none; it never fails.
    init(
        _ target: DialTarget,
        limit: Duration,
        world: World,
        promise: EventLoopPromise<EndpointSight.Answer>
    ) {
        place = target.authority
        request =
            "GET / HTTP/1.1\r\nHost: \(place)\r\nUser-Agent: devicestream/\(ProductVersion.text)\r\n"
            + "Connection: close\r\n\r\n"
        self.limit = TimeAmount(limit)
        self.world = world
        self.promise = promise
    }

    func handlerAdded(context: ChannelHandlerContext) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: limit) {
            self.end(context, .none("\(self.place) did not answer a request in time."))
        }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: request)), promise: nil)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        promise.succeed(.none("\(place) closed the connection instead of answering."))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        do throws(ResponseHeadProblem) {
            if let head = try reader.received(&bytes) { end(context, EndpointSight.Answer(head, now: world.now)) }
        } catch {
            end(context, .none("The answer of \(place) is not one of HTTP."))
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(context, .none("The connection to \(place) broke: \(ConnectionProblem.words(error))."))
    }

    /// Of several the first counts.
    private func end(_ context: ChannelHandlerContext, _ answer: EndpointSight.Answer) {
        promise.succeed(answer)
        context.close(promise: nil)
    }
}

@available(*, unavailable)
extension HeadRequestHandler: Sendable {}
