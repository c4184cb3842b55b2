import NIOCore

/// Watches a connection over which only we speak: the end of the other side is the end of it.
final class SyslogConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // Whatever a syslog server says, nobody asked it.
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

@available(*, unavailable)
extension SyslogConnectionHandler: Sendable {}
