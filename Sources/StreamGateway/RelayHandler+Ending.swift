import HubModel
import NIOCore
import StreamCore
import Synchronization

/// How a side ends: by itself, because its peer did, or because somebody ordered it.
extension RelayHandler {
    /// The side sent a close frame: it gets it back, and the peer the news.
    func closeReceived(_ status: CloseStatus?) {
        if case .closeSent = outgoing {
            incomingEnd = incomingEnd ?? .closed(status?.code.number)
            shutWhenWritten()
            return
        }
        if outgoing == .open, isMidFrame, !intake.dropsPayload, peer != nil {
            outgoing = .owed(status)
            startCloseTimer(gateway.settings.closeTimeout)
            incomingEnded(.closed(status?.code.number))
        } else {
            incomingEnded(.closed(status?.code.number))
            close(status)
        }
    }

    /// The side sends nothing more than what waits in the kernel until the peer takes it, and takes nothing itself: what
    /// is written now would have the connection reset, and that lost.
    func finished() {
        hasFinished = true
        outgoing = .closed
        stopTimers()
    }

    /// The side broke the protocol.
    func violated(_ violation: FrameViolation) {
        let status = violation.closeStatus
        incomingEnded(.violation(status.reason))
        close(status)
    }

    /// The side sends nothing more: the peer gets what is held of it, then the news.
    func incomingEnded(_ cause: StreamEnding.Cause) {
        guard incomingEnd == nil else {
            handOver()
            tellPeer()
            return
        }
        incomingEnd = cause
        gateway.room.withLock { $0.ended(stream.key, side, cause) }
        handOver()
        tellPeer()
    }

    /// Tells the peer about the end, behind all that was handed over.
    func tellPeer() {
        guard let peer, let incomingEnd, !wasPeerTold else { return }
        // While a frame of the peer is waited for, the peer must go on.
        if case .owed = outgoing { return }
        wasPeerTold = true
        peer.later { $0.peerEnded(incomingEnd) }
        if context == nil || outgoing == .closed { self.peer = nil }
    }

    /// Everything of the peer was delivered and no more comes: this side is closed, too.
    func peerEnded(_ cause: StreamEnding.Cause) {
        peer = nil
        wasPeerTold = true
        intake.drop()
        let ending = StreamEnding(side: side.other, cause: cause, traffic: StreamTraffic())
        close(CloseStatus(.normal, reason: StreamCloseReason.text(ending.reason, trackingID: stream.trackingID)))
        resumeReading()
    }

    /// The hub or the gateway ends the stream: no byte passes any more, and the time is short.
    func ordered(_ status: CloseStatus) {
        guard let context, outgoing != .closed || hasFinished else { return }
        peer = nil
        wasPeerTold = true
        intake.drop()
        if isMidFrame || hasFinished {
            shut(context)
            return
        }
        close(status)
        startCloseTimer(gateway.settings.orderTimeout)
        resumeReading()
    }

    /// Sends a close frame and waits for the answer; where a frame is not whole, only closes.
    func close(_ status: CloseStatus?) {
        switch outgoing {
        case .closeSent, .closed:
            return
        case .open, .owed:
            if isMidFrame {
                outgoing = .closed
                shutWhenWritten()
            } else {
                closeWritten()
                write([closeFrame(status)])
            }
        }
    }

    /// A close frame is being written: what comes after is decided when the socket took it.
    func closeWritten() {
        outgoing = .closeSent
        tellPeer()
        // Behind the write that is about to be made.
        eventLoop.assumeIsolated().execute {
            self.whenWritten {
                if case .closed = self.incomingEnd {
                    self.shutDown()
                } else if self.closeTimer == nil {
                    self.startCloseTimer(self.gateway.settings.closeTimeout)
                }
            }
        }
    }

    /// Closes the connection once the socket took what was written.
    func shutWhenWritten() {
        whenWritten { self.shutDown() }
    }

    private func whenWritten(_ body: @escaping () -> Void) {
        guard let context, context.channel.isActive else { return }
        let promise = eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { _ in body() }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: promise)
    }

    private func shutDown() {
        if let context { shut(context) }
    }

    private func shut(_ context: ChannelHandlerContext) {
        outgoing = .closed
        context.close(promise: nil)
    }

    /// Closes the connection after that long, whatever the side does.
    func startCloseTimer(_ time: Duration) {
        closeTimer?.cancel()
        closeTimer = eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) {
            self.closeTimer = nil
            self.closedTooSlowly()
        }
    }

    private func closedTooSlowly() {
        if case .owed = outgoing {
            outgoing = .closed
            tellPeer()
        }
        shutDown()
    }
}
