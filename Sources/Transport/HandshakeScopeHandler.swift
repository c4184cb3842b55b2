import NIOCore

/// Says whose handshake it is while the TLS handler reads the client's hello; afterwards it removes itself.
///
/// NIOSSL tells the host name of a hello only to a callback of its context, which all connections share. The callback
/// runs while the bytes of the hello pass through here, so a task-local value, which lasts as long as that call, leads
/// from it to the connection. It sits in front of the TLS handler.
final class HandshakeScopeHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// The peer whose bytes are being read.
    @TaskLocal static var peer: TLSPeer?

    private let scope: TLSPeer

    init(_ peer: TLSPeer) {
        scope = peer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        Self.$peer.withValue(scope) { context.fireChannelRead(data) }
        if scope.hasSaidHello { context.pipeline.syncOperations.removeHandler(context: context, promise: nil) }
    }
}

@available(*, unavailable)
extension HandshakeScopeHandler: Sendable {}
