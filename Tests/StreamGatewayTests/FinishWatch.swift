import NIOCore
import Transport

/// Counts the sides that ended while they were not read.
final class FinishWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let count: Observed<Int>

    init(_ count: Observed<Int>) { self.count = count }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is PacedReading.PeerFinished { count.update { $0 += 1 } }
        context.fireUserInboundEventTriggered(event)
    }
}

@available(*, unavailable)
extension FinishWatch: Sendable {}
