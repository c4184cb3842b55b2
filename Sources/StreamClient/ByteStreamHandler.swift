import HubModel
import NIOCore

/// The last handler of a stream that tasks read and write: passes on what comes and what is ordered.
final class ByteStreamHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var context: ChannelHandlerContext?
    private var pipe: StreamPipe?
    private var holdsRead = false

    /// Makes the pipe of a stream and takes the stream over; on its event loop.
    static func start(_ stream: StreamChannel) -> StreamPipe {
        let handler = ByteStreamHandler()
        let pipe = StreamPipe(stream.channel, handler)
        handler.pipe = pipe
        var isThere = stream.channel.isActive
        do {
            if isThere { try stream.channel.pipeline.syncOperations.addHandler(handler) }
        } catch {
            // Closed in between.
            isThere = false
        }
        for data in stream.handler.value.takeOver(isInPipeline: isThere) { pipe.received(data) }
        // A channel that was closed meanwhile has nothing to read.
        if isThere { try? stream.channel.syncOptions?.setOption(.autoRead, value: true) }
        stream.end.whenSuccess { end in pipe.ended(end) }
        return pipe
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        pipe = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        pipe?.received(unwrapInboundIn(data))
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed = event as? ChannelEvent { pipe?.inputClosed() }
        context.fireUserInboundEventTriggered(event)
    }

    func read(context: ChannelHandlerContext) {
        if pipe?.wantsData ?? true { context.read() } else { holdsRead = true }
    }

    /// Somebody took enough.
    func resumeReading() {
        guard holdsRead else { return }
        holdsRead = false
        context?.read()
    }

    /// Does what is ordered.
    func perform() {
        guard let context, let pipe else { return }
        for order in pipe.takeOrders() {
            switch order {
            case .write(let bytes):
                let count = bytes.readableBytes
                let promise = context.eventLoop.makePromise(of: Void.self)
                promise.futureResult.assumeIsolated().whenComplete { _ in pipe.wrote(count) }
                context.write(wrapOutboundOut(bytes), promise: promise)
            case .finish:
                context.flush()
                context.close(mode: .output, promise: nil)
            case .close:
                context.flush()
                context.close(promise: nil)
                resumeReading()
            }
        }
        context.flush()
    }
}

@available(*, unavailable)
extension ByteStreamHandler: Sendable {}
