import NIOCore
import NIOTLS

/// The half of the request deadlines between TLS and the HTTP decoder: it sees that bytes arrive, that reads are
/// wanted, and that responses leave.
final class RequestBytesHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let watch: RequestWatch
    private let awaitsHandshake: Bool

    init(watch: RequestWatch, awaitsHandshake: Bool) {
        self.watch = watch
        self.awaitsHandshake = awaitsHandshake
    }

    func handlerAdded(context: ChannelHandlerContext) {
        watch.attached(context: context)
        if context.channel.isActive, !awaitsHandshake { begin() }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        watch.detached()
    }

    func channelActive(context: ChannelHandlerContext) {
        if !awaitsHandshake { begin() }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        watch.detached()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted = event as? TLSUserEvent { begin() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        watch.happened { $0.bytesArrived(now: $1) }
        context.fireChannelRead(data)
        // Only now: mostly the bytes were a whole request, and there is nothing to wait for.
        watch.arm()
    }

    func read(context: ChannelHandlerContext) {
        watch.happened { $0.readRequested(now: $1) }
        watch.arm()
        context.read()
    }

    func flush(context: ChannelHandlerContext) {
        context.flush()
        watch.flushed()
    }

    private func begin() {
        watch.happened { $0.began(now: $1) }
        watch.arm()
    }
}

@available(*, unavailable)
extension RequestBytesHandler: Sendable {}
