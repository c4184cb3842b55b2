import HubModel
import NIOCore
import StreamCore
import Transport

/// Makes a channel of bytes of a WebSocket connection, with half-closure where it was agreed on.
///
/// Theory of operation: below it are TLS and frames, above it `ByteBuffer`s. What is written up to a flush becomes one
/// masked frame; what is read becomes slices of the buffer that it came in. `close(mode: .output)` says that this side
/// has finished, `close(mode: .all)` that it wants no more; both go behind what was written. Pings are answered, a
/// server that no longer answers ours is given up. `StreamConversation` decides, this class performs.
///
/// Until somebody takes over, what comes is held: little, as the channel does not read by itself.
///
/// This file is the pipeline's side; `StreamSocketHandler+Ending.swift` closes and watches.
final class StreamSocketHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Payload below this is gathered: a write to a socket, or a wake-up of a task, costs more than the copy.
    private static let smallestSlice = 4 << 10

    let world: World
    let end: EventLoopPromise<StreamEnd>
    var context: ChannelHandlerContext?
    var conversation: StreamConversation
    private var reader = FrameReader(role: .client)
    private var events: [FrameEvent] = []
    /// Data that came before somebody took over; `nil` from then on.
    private var early: [ByteBuffer]? = []
    private var isData = false
    private var gathered = ByteBuffer()
    private var owedPong: ByteBuffer?
    private var isPongUnderWay = false
    private var wasInputClosed = false
    /// Whether the end of the data was read before somebody took over.
    private var owesInputClosed = false
    /// Whether nobody wants what still comes.
    var dropsData = false
    private var batch = FrameBatch()
    private var keys: MaskingKeys
    private var hasRead = false

    /// How the stream ended, once it did.
    var ending: StreamEnd?
    /// Whether the connection is closed as soon as what was written is taken.
    var isShutting = false
    var closePromise: EventLoopPromise<Void>?
    var closeTimer: Scheduled<Void>?
    var watch: PingWatch
    var watchTimer: Scheduled<Void>?
    /// Whether somebody above wants bytes; while nobody does, silence has a reason of our own.
    var wantsBytes = false

    init(hasHalfClose: Bool, world: World, end: EventLoopPromise<StreamEnd>) {
        conversation = StreamConversation(hasHalfClose: hasHalfClose)
        self.world = world
        self.end = end
        keys = MaskingKeys(world)
        watch = PingWatch(now: world.now)
    }

    /// Hands on what was held and everything that comes from now on; to be called once, on the event loop.
    ///
    /// Where the taker is not in the pipeline, because the channel is closed, the data that was held is returned instead.
    func takeOver(isInPipeline: Bool) -> [ByteBuffer] {
        guard let held = early else { return [] }
        early = nil
        guard isInPipeline, let context else { return held }
        for data in held { context.fireChannelRead(wrapInboundOut(data)) }
        if owesInputClosed { closeInput(context) }
        context.fireChannelReadComplete()
        return []
    }
}

// What comes in.
extension StreamSocketHandler {
    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        watchAgain()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        connectionEnded("the connection was closed")
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        hasRead = true
        received(unwrapInboundIn(data), context)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        wantsBytes = false
        guard hasRead else { return context.fireChannelReadComplete() }
        hasRead = false
        watch.heard(now: world.now)
        fireGathered(context)
        answerPing(context)
        context.fireChannelReadComplete()
    }

    func channelInactive(context: ChannelHandlerContext) {
        connectionEnded("the connection was closed")
        closeInput(context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        connectionEnded(ConnectionProblem.words(error))
        context.close(promise: nil)
    }

    func read(context: ChannelHandlerContext) {
        wantsBytes = true
        watch.released(now: world.now)
        context.read()
    }

    private func received(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        var bytes = bytes
        while bytes.readableBytes > 0, ending == nil {
            reader.received(&bytes, into: &events)
            for event in events where ending == nil {
                switch event {
                case .header(let header): isData = conversation.began(header)
                case .payload(let payload):
                    if isData { hand(payload, context) } else { conversation.skipped(payload) }
                case .frameEnd: perform(conversation.frameEnded(), context)
                case .ping(let payload): owedPong = payload
                case .pong: break
                case .close(let status): closeReceived(status, context)
                case .failed(let violation): violated(violation.closeStatus, context)
                }
            }
            events.removeAll(keepingCapacity: true)
        }
    }

    private func hand(_ payload: ByteBuffer, _ context: ChannelHandlerContext) {
        if payload.readableBytes < Self.smallestSlice {
            gathered.writeImmutableBuffer(payload)
        } else {
            fireGathered(context)
            handOn(payload, context)
        }
    }

    private func handOn(_ data: ByteBuffer, _ context: ChannelHandlerContext) {
        guard !dropsData else { return }
        if early == nil { context.fireChannelRead(wrapInboundOut(data)) } else { early?.append(data) }
    }

    private func fireGathered(_ context: ChannelHandlerContext) {
        guard gathered.readableBytes > 0 else { return }
        let bytes = gathered
        gathered = ByteBuffer()
        handOn(bytes, context)
    }

    private func perform(_ action: StreamConversation.ReceivedAction, _ context: ChannelHandlerContext) {
        switch action {
        case .nothing: break
        case .finishInput: closeInput(context)
        case .finishInputAndClose:
            closeInput(context)
            sendClose(CloseStatus(.normal), context)
        case .fail(let status): violated(status, context)
        }
    }

    /// Says once, behind the data, that no more comes.
    func closeInput(_ context: ChannelHandlerContext) {
        fireGathered(context)
        owesInputClosed = early != nil
        guard !wasInputClosed, early == nil else { return }
        wasInputClosed = true
        context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
    }

    private func answerPing(_ context: ChannelHandlerContext) {
        // One at a time: a server that sends pings and reads nothing holds two of them here, not a heap.
        guard let payload = owedPong, !isPongUnderWay, ending == nil else { return }
        owedPong = nil
        isPongUnderWay = true
        var frame = ByteBuffer()
        FrameWriter.writePong(payload, key: keys.next(), into: &frame)
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { _ in
            self.isPongUnderWay = false
            if let context = self.context { self.answerPing(context) }
        }
        context.writeAndFlush(wrapOutboundOut(frame), promise: promise)
    }
}

// What goes out.
extension StreamSocketHandler {
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard conversation.canWrite else {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        batch.append(unwrapOutboundIn(data), promise)
    }

    func flush(context: ChannelHandlerContext) {
        writeBatch(context)
        context.flush()
    }

    func writeBatch(_ context: ChannelHandlerContext) {
        let promises = batch.takePromises()
        var last: ByteBuffer?
        while let frame = batch.nextFrame(&keys) {
            if let last { context.write(wrapOutboundOut(last), promise: nil) }
            last = frame
        }
        // Nothing but promises is nothing to frame; they still come behind what was written before.
        guard last != nil || !promises.isEmpty else { return }
        for promise in promises.dropFirst() { promises[0].futureResult.cascade(to: promise) }
        context.write(wrapOutboundOut(last ?? ByteBuffer()), promise: promises.first)
    }

    /// Writes what is queued, then this frame.
    func send(_ make: (MaskingKey, inout ByteBuffer) -> Void, _ context: ChannelHandlerContext) {
        writeBatch(context)
        var frame = ByteBuffer()
        make(keys.next(), &frame)
        context.write(wrapOutboundOut(frame), promise: nil)
    }

    /// Gives memory back that a quiet stream does not need.
    func shrink() {
        batch.shrink()
    }
}

@available(*, unavailable)
extension StreamSocketHandler: Sendable {}
