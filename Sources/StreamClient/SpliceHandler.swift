import NIOCore
import StreamCore

/// The last handler of each of two joined channels: what comes in on one is written to the other.
///
/// Both are on one event loop, so each may use the other's context. Reading waits while the other side cannot be
/// written to; the end of the data is passed on as a half-close, behind the data; when one channel is closed, what it
/// brought is written to the other, then that is closed, too.
///
/// A local channel has its handler before there is a stream to join it to: although it reads nothing by itself, a peer
/// that sends and half-closes at once makes it read up to the end. What comes so is held; it is what the socket's
/// receive buffer held before.
final class SpliceHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How long a side may take nothing of what is left for it once the other is gone: as long as the gateway gives.
    static let lingerTimeout = TimeAmount(StreamPatience.stall)

    private var context: ChannelHandlerContext?
    private var partner: SpliceHandler?
    /// What came before the channel was joined; `nil` from then on.
    private var early: [ByteBuffer]? = []
    private var holdsRead = false
    private var hasWritten = false
    private var isInputOver = false
    private var isLeaving = false
    private var lingerTimer: Scheduled<Void>?
    /// Bytes that came in here.
    private(set) var byteCount: Int64 = 0

    /// Joins two handlers, whose channels' bytes are each other's from now on.
    static func join(_ first: SpliceHandler, _ second: SpliceHandler) {
        first.partner = second
        second.partner = first
        first.handOver()
        second.handOver()
    }

    private func handOver() {
        let held = early ?? []
        early = nil
        for bytes in held { partner?.write(bytes) }
        partner?.flushWritten()
        if isInputOver { partner?.finishOutput() }
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        gone()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        byteCount += Int64(bytes.readableBytes)
        if early == nil { partner?.write(bytes) } else { early?.append(bytes) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        partner?.flushWritten()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { partner?.resumeReading() }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed = event as? ChannelEvent { inputClosed() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        gone()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A local connection that broke is no end of the data.
        partner?.broke()
        context.close(promise: nil)
    }

    func read(context: ChannelHandlerContext) {
        // Without a partner nothing is kept, and the end has to be seen.
        if partner?.isFull ?? false { holdsRead = true } else { context.read() }
    }

    /// Data that was there before the channel had this handler.
    func deliver(_ data: [ByteBuffer]) {
        for bytes in data {
            byteCount += Int64(bytes.readableBytes)
            early?.append(bytes)
        }
    }

    /// The other way of saying that the channel of this handler is closed, for one that was closed before.
    func gone() {
        lingerTimer?.cancel()
        lingerTimer = nil
        context = nil
        let partner = self.partner
        self.partner = nil
        partner?.partnerGone()
    }
}

// What the partner asks.
extension SpliceHandler {
    private var isFull: Bool { context.map { !$0.channel.isWritable } ?? false }

    private func write(_ bytes: ByteBuffer) {
        guard let context, !isLeaving else { return }
        hasWritten = true
        context.write(wrapOutboundOut(bytes), promise: nil)
    }

    private func flushWritten() {
        guard hasWritten else { return }
        hasWritten = false
        context?.flush()
    }

    private func resumeReading() {
        guard holdsRead else { return }
        holdsRead = false
        context?.read()
    }

    private func inputClosed() {
        guard !isInputOver else { return }
        isInputOver = true
        partner?.finishOutput()
    }

    /// Half-closes once everything is written: a channel whose input is closed, too, would drop the rest.
    private func finishOutput() {
        whenWritten { context in context.close(mode: .output, promise: nil) }
    }

    private func broke() {
        context?.triggerUserOutboundEvent(StreamBroke(), promise: nil)
    }

    private func partnerGone() {
        partner = nil
        guard let context, !isLeaving else { return }
        lingerTimer = context.eventLoop.assumeIsolated().scheduleTask(in: Self.lingerTimeout) {
            self.context?.close(promise: nil)
        }
        whenWritten { context in context.close(promise: nil) }
        isLeaving = true
        resumeReading()
    }

    private func whenWritten(_ body: @escaping (ChannelHandlerContext) -> Void) {
        guard let context else { return }
        hasWritten = false
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { _ in
            if let context = self.context { body(context) }
        }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: promise)
    }
}

@available(*, unavailable)
extension SpliceHandler: Sendable {}
