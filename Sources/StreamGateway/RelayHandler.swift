import HubModel
import Logging
import NIOCore
import StreamCore
import Synchronization
import Transport

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// One side of a stream: the last handler of its channel, directly behind TLS.
///
/// ```
/// incoming:  open ─close frame, violation, end of the connection, silence→ ended
/// outgoing:  open ─peer ended, own close frame→ (owed, inside a frame) → closeSent ─written, answered→ closed
/// ```
/// What comes in is cut into frames, unmasked, given new headers and gathered until the end of the turn of reading;
/// then it goes to the peer's handler as one batch, which is written with one flush. Without a peer it is held.
/// The first end of either side ends both: the peer gets what was received, then a close frame.
///
/// This file reads; `RelayHandler+Writing.swift` writes, `RelayHandler+Ending.swift` closes and
/// `RelayHandler+Watching.swift` notices who vanished.
final class RelayHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Where the writing half of this side is.
    enum Outgoing: Equatable {
        case open
        /// A close frame is to be written when the frame ends inside which we are.
        case owed(CloseStatus?)
        /// The close frame stands behind what else is to be written.
        case closeSent
        /// Nothing is written any more; the connection is closed once what was written is taken.
        case closed
    }

    /// The most that is read in one turn.
    ///
    /// A read, a write and two wake-ups are dear beside the bytes: with 64 KiB a GiB costs a fifth more CPU. What TLS
    /// keeps for a busy stream grows with it, and how long another stream of the same event loop waits: 0.3 ms.
    static let largestRead = StreamPairing.readAhead - (64 << 10)

    let gateway: StreamGateway
    let stream: RelayStream
    let side: StreamSide
    let connection: GatewayConnectionID
    let eventLoop: any EventLoop
    /// From this side to the other.
    let lane: RelayLane

    /// `nil` before the handler is added and after it is removed.
    var context: ChannelHandlerContext?
    /// Nobody before the other side is there, and after its end.
    var peer: RelayLink?
    /// How many of the bytes without a peer the waiting room knows of.
    private var toldBytes = 0

    private(set) var reader = FrameReader(role: .server)
    private var hasRead = false
    var intake = RelayIntake()

    /// What the peer is told once everything was handed over; not `nil` from the end of what this side sends.
    var incomingEnd: StreamEnding.Cause?
    var wasPeerTold = false
    var outgoing = Outgoing.open
    /// Whether the side sends nothing more than what the kernel holds of it.
    var hasFinished = false

    /// Reading waits for the peer, or for somebody to come.
    private(set) var holdsReading = false
    private var readWanted = false

    /// Whether the last frame that was written to this side is not whole.
    var isMidFrame = false
    var isPongUnderWay = false
    /// Bytes that were written and that the socket has not taken.
    var unwrittenBytes = 0
    var isFlushing = false
    /// All that was ever written.
    var writtenBytes = 0

    var watch: PingWatch
    var stall: StallWatch
    var wakeTimer: Scheduled<Void>?
    var closeTimer: Scheduled<Void>?

    init(
        _ gateway: StreamGateway,
        _ stream: RelayStream,
        _ side: StreamSide,
        _ connection: GatewayConnectionID,
        on eventLoop: any EventLoop
    ) {
        self.gateway = gateway
        self.stream = stream
        self.side = side
        self.connection = connection
        self.eventLoop = eventLoop
        lane = stream.lane(from: side)
        watch = PingWatch(
            interval: gateway.settings.pingInterval,
            patience: gateway.settings.pingPatience,
            now: gateway.world.now
        )
        stall = StallWatch(limit: gateway.settings.writeTimeout)
    }

    /// Adds the handler and sets the channel up for relaying.
    static func start(on channel: any Channel, _ handler: RelayHandler) throws {
        try PacedReading.start(on: channel, largestRead: Self.largestRead)
        if let options = channel.syncOptions {
            try handler.limitSilence(options)
            try options.setOption(.autoRead, value: true)
        }
        try channel.pipeline.syncOperations.addHandler(handler)
    }
}

/// The life of the channel.
extension RelayHandler {
    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        guard context.channel.isActive else { return }
        let link = link
        wake()
        switch gateway.room.withLock({ $0.seated(stream.key, side, link) }) {
        case .wait: break
        case .relay(let peer):
            self.peer = peer
            peer.later { $0.peerJoined(link) }
        case .endOfPeer(let cause): peerEnded(cause)
        case .close(let status): ordered(status)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        if wasPeerTold { peer = nil }
        stopTimers()
    }

    /// This side as others see it; to be asked on its event loop.
    var link: RelayLink { RelayLink(self, on: eventLoop) }

    func channelInactive(context: ChannelHandlerContext) {
        stopTimers()
        outgoing = .closed
        incomingEnded(.disconnected)
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is PacedReading.PeerFinished { finished() }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        var metadata = StreamGateway.metadata(stream.key, stream.trackingID)
        metadata["side"] = "\(side.rawValue)"
        metadata["error"] = "\(error)"
        gateway.logger.debug("stream connection failed", metadata: metadata)
        handOver()
        if let error = error as? IOError, error.errnoCode == ETIMEDOUT {
            vanished(context)
        } else {
            context.close(promise: nil)
        }
    }
}

/// Reading.
extension RelayHandler {
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        hasRead = true
        let bytes = unwrapInboundIn(data)
        if !intake.dropsPayload { intake.batch.prepare(for: bytes.readableBytes, from: gateway.buffers) }
        // A sink that is never full leaves nothing unread.
        _ = bytes.withUnsafeReadableBytes { reader.read($0, into: &intake) }
        switch intake.takeEnding() {
        case .closed(let status): closeReceived(status)
        case .failed(let violation): violated(violation)
        case nil: break
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if hasRead {
            hasRead = false
            watch.heard(now: gateway.world.now)
            handOver()
            answerPing()
        }
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        if holdsReading {
            readWanted = true
        } else {
            context.read()
        }
    }
}

/// Handing over.
extension RelayHandler {
    /// Gives the peer what was gathered, or holds it where nobody is there; tells whether reading must wait for the peer.
    @discardableResult
    func handOver() -> Bool {
        guard !intake.batch.isEmpty else { return false }
        guard let peer else {
            holdBack()
            return false
        }
        let link = link
        let batch = intake.batch.take()
        let mustStop = lane.handedOver(batch.byteCount)
        gateway.holds(lane.heldBytes)
        if mustStop { stopReading() }
        if stream.moved() { reportProgressLater() }
        peer.now { $0.deliver(batch, from: link) }
        return mustStop
    }

    /// Keeps what came until somebody is there to take it.
    private func holdBack() {
        let held = intake.batch.byteCount
        let count = held - toldBytes
        guard count > 0 else { return }
        toldBytes = held
        gateway.holds(held)
        let action = gateway.room.withLock { $0.received(count, stream.key, from: connection) }
        // Between the arrival of the other side and the start of its handler the waiting room counts no more.
        let isTooMuch = held > StreamPairing.maximumEarlyBytes
        switch action {
        case .close:
            sentTooMuchAhead()
        case .hold, .holdAndStopReading, .passOn:
            if isTooMuch {
                sentTooMuchAhead()
            } else if action == .holdAndStopReading
                || held >= StreamPairing.maximumEarlyBytes - StreamPairing.readAhead
            {
                stopReading()
            }
        }
    }

    private func sentTooMuchAhead() {
        intake.drop()
        let reason = "more than \(StreamPairing.maximumEarlyBytes) bytes came before the other side"
        incomingEnded(.violation(reason))
        close(CloseStatus(.policyViolation, reason: reason))
        resumeReading()
    }

    /// The other side's handler runs.
    func peerJoined(_ link: RelayLink) {
        guard peer == nil, !wasPeerTold else { return }
        peer = link
        // What was held may be as much as a stream may hold.
        if !handOver() { resumeReading() }
        tellPeer()
    }

    /// The peer's socket took enough.
    func laneDrained() {
        resumeReading()
    }

    func stopReading() {
        guard !holdsReading else { return }
        holdsReading = true
        updateWatch()
    }

    func resumeReading() {
        guard holdsReading else { return }
        holdsReading = false
        updateWatch()
        if readWanted {
            readWanted = false
            context?.read()
        }
    }
}

@available(*, unavailable)
extension RelayHandler: Sendable {}
