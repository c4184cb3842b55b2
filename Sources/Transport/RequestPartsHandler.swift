import NIOCore
import NIOHTTP1

/// The half of the request deadlines behind the HTTP decoder: it sees where requests and responses end.
///
/// It must leave the pipeline before the decoder does at an upgrade, because the decoder then passes on bytes; it takes
/// the other half with it.
///
/// It also ends connections that the decoder has given up: after a `CONNECT`, or a request for an upgrade whether it is
/// made or not, NIO's decoder parses nothing more and keeps whatever comes. Such a request is the last one, its
/// response says `Connection: close`, and the connection closes behind it (RFC 9112 §9.6).
final class RequestPartsHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let watch: RequestWatch
    private let bytesHandler: RequestBytesHandler
    private let gate: UpgradeGate
    private var isFirst = true
    private var isLast = false
    /// Requests before the last one that are not answered yet.
    private var unansweredBefore = 0

    /// - Parameters:
    ///   - watch: the connection's deadlines.
    ///   - bytesHandler: the half in front of the decoder.
    ///   - gate: which requests keep their `Upgrade` header on the way to an upgrade handler.
    init(watch: RequestWatch, bytesHandler: RequestBytesHandler, gate: UpgradeGate) {
        self.watch = watch
        self.bytesHandler = bytesHandler
        self.gate = gate
    }

    func removeHandler(context: ChannelHandlerContext, removalToken: ChannelHandlerContext.RemovalToken) {
        watch.detached()
        context.pipeline.syncOperations.removeHandler(bytesHandler, promise: nil)
        context.leavePipeline(removalToken: removalToken)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            watch.happened { deadlines, _ in deadlines.headReceived() }
            context.fireChannelRead(wrapInboundOut(.head(examined(head))))
        case .body:
            context.fireChannelRead(data)
        case .end:
            watch.happened { $0.requestEnded(now: $1) }
            context.fireChannelRead(data)
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            if isLast, unansweredBefore == 0, !head.isInformational {
                head.headers.replaceOrAdd(name: "connection", value: "close")
            }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            let closes = isLast && unansweredBefore == 0
            if unansweredBefore > 0 { unansweredBefore -= 1 }
            // The peer's time begins when the last byte has gone, not while a slow peer still reads.
            let promise = promise ?? context.eventLoop.makePromise()
            promise.futureResult.assumeIsolated().whenSuccess {
                self.watch.happened { $0.responseEnded(now: $1) }
                self.watch.arm()
                if closes { context.close(promise: nil) }
            }
            context.write(data, promise: promise)
        }
    }

    /// The head as it goes on: without `Upgrade` where no upgrade will be made.
    private func examined(_ head: HTTPRequestHead) -> HTTPRequestHead {
        defer { isFirst = false }
        let asksForUpgrade = head.headers.contains(name: "upgrade")
        if !isLast {
            // As the parser below NIO's decoder judges it.
            isLast = head.method == .CONNECT || asksForUpgrade && head.connectionOptions.contains("upgrade")
            if !isLast { unansweredBefore += 1 }
        }
        guard asksForUpgrade, isFirst, !gate.lets(head) else { return head }
        var head = head
        head.headers.remove(name: "upgrade")
        return head
    }
}

extension HTTPRequestHead {
    /// The options in `Connection`, in lower case (RFC 9110 §7.6.1).
    var connectionOptions: Set<String> { Set(headers[canonicalForm: "connection"].map { $0.lowercased() }) }
}

extension HTTPResponseHead {
    /// Whether a final response is still to come (RFC 9110 §15.2).
    fileprivate var isInformational: Bool { status.code < 200 }
}

@available(*, unavailable)
extension RequestPartsHandler: Sendable {}
