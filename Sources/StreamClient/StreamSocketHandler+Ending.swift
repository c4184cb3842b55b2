import HubModel
import NIOCore
import StreamCore
import Transport

/// How a stream ends, and who notices that the server vanished.
extension StreamSocketHandler {
    /// How long the server may take to answer our close frame; the gateway takes as long itself.
    static let closeTimeout = TimeAmount.seconds(5)

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        switch mode {
        case .input:
            promise?.fail(ChannelError.operationUnsupported)
        case .output:
            perform(conversation.finished(), context)
            context.flush()
            promise?.succeed()
        case .all:
            if let promise {
                if let closePromise { closePromise.futureResult.cascade(to: promise) } else { closePromise = promise }
            }
            guard ending == nil, context.channel.isActive else {
                if !isShutting { shut(context) }
                return
            }
            dropsData = true
            perform(conversation.closed(), context)
            // The answer must be seen, whoever else reads or does not.
            context.read()
        }
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is StreamBroke else { return context.triggerUserOutboundEvent(event, promise: promise) }
        promise?.succeed()
        guard ending == nil else { return }
        _ = conversation.closed()
        sendClose(CloseStatus(.internalError, reason: "the connection beside the stream broke"), context)
        context.flush()
    }

    private func perform(_ action: StreamConversation.FinishAction, _ context: ChannelHandlerContext) {
        if action.sendsFinish {
            send(
                {
                    FrameWriter.writeFrame(.text, ByteBuffer(string: StreamConversation.finishText), key: $0, into: &$1)
                },
                context
            )
        }
        if action.closes { sendClose(CloseStatus(.normal), context) }
    }

    /// Sends our close frame, and waits for the answer.
    func sendClose(_ status: CloseStatus?, _ context: ChannelHandlerContext) {
        send({ FrameWriter.writeClose(status, key: $0, into: &$1) }, context)
        whenWritten(context) { self.startCloseTimer($0) }
    }

    /// A close frame came: it goes back where it is no answer, then the connection is closed.
    func closeReceived(_ status: CloseStatus?, _ context: ChannelHandlerContext) {
        let (end, answers) = conversation.closeReceived(status)
        over(end)
        closeInput(context)
        if answers { send({ FrameWriter.writeClose(status, key: $0, into: &$1) }, context) }
        shutWhenWritten(context)
    }

    /// The server broke the rules.
    func violated(_ status: CloseStatus, _ context: ChannelHandlerContext) {
        over(.connectionLost("the server broke the protocol: " + status.reason))
        closeInput(context)
        send({ FrameWriter.writeClose(status, key: $0, into: &$1) }, context)
        shutWhenWritten(context)
    }

    /// The connection is no more.
    func connectionEnded(_ words: String) {
        closeTimer?.cancel()
        watchTimer?.cancel()
        closeTimer = nil
        watchTimer = nil
        over(conversation.connectionEnded(words))
        closePromise?.succeed()
        closePromise = nil
    }

    private func over(_ end: StreamEnd) {
        guard ending == nil else { return }
        ending = end
        self.end.succeed(end)
    }

    private func shutWhenWritten(_ context: ChannelHandlerContext) {
        isShutting = true
        startCloseTimer(context)
        whenWritten(context) { self.shut($0) }
    }

    /// Flushes, and goes on once the socket took everything.
    private func whenWritten(_ context: ChannelHandlerContext, _ body: @escaping (ChannelHandlerContext) -> Void) {
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { _ in
            if let context = self.context { body(context) }
        }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: promise)
    }

    private func shut(_ context: ChannelHandlerContext) {
        let promise = closePromise
        closePromise = nil
        context.close(promise: promise)
    }

    private func startCloseTimer(_ context: ChannelHandlerContext) {
        guard closeTimer == nil, context.channel.isActive else { return }
        closeTimer = context.eventLoop.assumeIsolated().scheduleTask(in: Self.closeTimeout) {
            self.closeTimer = nil
            self.over(.closedHere)
            if let context = self.context { self.shut(context) }
        }
    }
}

/// Tells a stream's channel that what it was joined to broke, so that the other side sees no clean end.
struct StreamBroke: Sendable {}

// The watch.
extension StreamSocketHandler {
    func watchAgain() {
        guard let context else { return }
        // What nobody reads, nobody can hear.
        if !wantsBytes { watch.held() }
        switch watch.woke(now: world.now) {
        case .wake(let time): setWatch(time, context)
        case .ping(let time):
            shrink()
            send({ FrameWriter.writePing(key: $0, into: &$1) }, context)
            context.flush()
            setWatch(time, context)
        case .peerGone:
            connectionEnded("the server no longer answers")
            context.close(promise: nil)
        }
    }

    private func setWatch(_ time: Timestamp, _ context: ChannelHandlerContext) {
        watchTimer?.cancel()
        watchTimer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(max(time - world.now, .zero))) {
            self.watchAgain()
        }
    }
}
