import NIOCore

/// Keeps a listener alive that could not take a connection, such as for want of a descriptor.
///
/// It rests for a moment: the connection is still there, and would fail again at once.
final class AcceptErrorHandler: ChannelDuplexHandler {
    typealias InboundIn = any Channel
    typealias OutboundIn = any Channel

    private static let rest = TimeAmount.milliseconds(100)

    private var isResting = false
    private var holdsRead = false

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is IOError else { return context.fireErrorCaught(error) }
        guard !isResting else { return }
        isResting = true
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.rest) {
            self.isResting = false
            guard self.holdsRead else { return }
            self.holdsRead = false
            context.read()
        }
    }

    func read(context: ChannelHandlerContext) {
        if isResting { holdsRead = true } else { context.read() }
    }
}

@available(*, unavailable)
extension AcceptErrorHandler: Sendable {}
