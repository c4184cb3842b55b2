package import Logging
package import NIOCore
import NIOTLS

/// Closes a connection at once where the limiter has no place for it, and gives the place back at its end.
///
/// It sits directly behind the TLS handler, from which it learns that the handshake is complete.
package final class AdmissionHandler: ChannelInboundHandler {
    package typealias InboundIn = NIOAny
    package typealias InboundOut = NIOAny

    private let limiter: ConnectionLimiter
    private let logger: Logger
    private var admission: Admission?
    private var isRefused = false

    package init(limiter: ConnectionLimiter, logger: Logger) {
        self.limiter = limiter
        self.logger = logger
    }

    package func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { admit(context: context) }
    }

    package func handlerRemoved(context: ChannelHandlerContext) {
        release()
    }

    package func channelActive(context: ChannelHandlerContext) {
        if admission == nil, !isRefused { admit(context: context) }
        // The handlers behind never hear of a connection that is refused.
        if !isRefused { context.fireChannelActive() }
    }

    package func channelInactive(context: ChannelHandlerContext) {
        release()
        context.fireChannelInactive()
    }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted = event as? TLSUserEvent { admission?.handshakeCompleted() }
        context.fireUserInboundEventTriggered(event)
    }

    private func admit(context: ChannelHandlerContext) {
        admission = limiter.admit(context.remoteAddress)
        guard admission == nil else { return }
        isRefused = true
        let counts = limiter.counts
        // Under a flood a line for each would be a second flood: the 1st, 2nd, 4th, 8th … is told.
        if counts.refused.nonzeroBitCount == 1 {
            logger.warning(
                "connection refused, too many at once",
                metadata: [
                    "peer.address": "\(context.remoteAddress?.ipAddress ?? "")",
                    "connections": "\(counts.connections)",
                    "handshakes": "\(counts.handshakes)",
                    "refused": "\(counts.refused)",
                ]
            )
        }
        context.close(promise: nil)
    }

    private func release() {
        admission?.closed()
        admission = nil
    }
}

@available(*, unavailable)
extension AdmissionHandler: Sendable {}
