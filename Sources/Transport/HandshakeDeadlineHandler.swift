package import Logging
package import NIOCore
import NIOTLS

/// Closes a connection whose TLS handshake is not complete in time; afterwards it removes itself.
///
/// It sits behind the TLS handler. During a handshake that one closes the socket at once, without a farewell.
package final class HandshakeDeadlineHandler: ChannelInboundHandler, RemovableChannelHandler {
    package typealias InboundIn = NIOAny
    package typealias InboundOut = NIOAny

    /// The time for a handshake.
    ///
    /// It takes two round trips, so this is ample on a satellite link; nginx gives 60 s, HAProxy's guides 10 s.
    static let defaultTimeout: Duration = .seconds(10)

    private let timeout: TimeAmount
    private let logger: Logger
    private var timer: Scheduled<Void>?

    package init(timeout: Duration = HandshakeDeadlineHandler.defaultTimeout, logger: Logger) {
        self.timeout = TimeAmount(timeout)
        self.logger = logger
    }

    package func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { start(context: context) }
    }

    package func handlerRemoved(context: ChannelHandlerContext) {
        stop()
    }

    package func channelActive(context: ChannelHandlerContext) {
        start(context: context)
        context.fireChannelActive()
    }

    package func channelInactive(context: ChannelHandlerContext) {
        stop()
        context.fireChannelInactive()
    }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case .handshakeCompleted = event as? TLSUserEvent else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        stop()
        context.fireUserInboundEventTriggered(event)
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    }

    private func start(context: ChannelHandlerContext) {
        guard timer == nil else { return }
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: timeout) {
            self.timer = nil
            self.logger.debug(
                "handshake not completed in time",
                metadata: ["peer.address": "\(context.remoteAddress?.ipAddress ?? "")"]
            )
            context.close(promise: nil)
        }
    }

    private func stop() {
        timer?.cancel()
        timer = nil
    }
}

@available(*, unavailable)
extension HandshakeDeadlineHandler: Sendable {}
