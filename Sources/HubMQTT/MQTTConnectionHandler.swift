import HubControl
import HubModel
import Logging
import NIOCore
import NIOTLS
import StreamCore

/// One device connection: performs what the session of StreamCore decides, on the connection's event loop.
///
/// Theory of operation: the session starts when TLS is complete. Bytes become packets only while it wants them, and
/// while a login is judged nothing is read from the socket, so that a stranger fills nothing but its own receive
/// window. What one read brings is answered with one write. The end of a session is one way: what is queued is
/// written, then the connection is closed, and what the device still sends is read and dropped meanwhile, as unread
/// bytes would make the kernel throw the last answer away.
final class MQTTConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The time for CONNECT and its judgement (PRODUCT.md section 10).
    static let connectTimeout = Duration.seconds(10)
    /// How long a device may take to read the last answer.
    static let closeTimeout = TimeAmount.seconds(5)
    /// The most that waits for a device that does not read; then it is cut off.
    ///
    /// Stream requests are at most a few KiB, twins and methods 128 KiB; mosquitto's bound is 1000 messages.
    static let maximumWaitingBytes = 1 << 20
    /// The most messages that wait for the end of a login: the hub has just let the device in.
    static let maximumWaitingDeliveries = 16

    let services: ConnectionServices
    let origin: ConnectionOrigin
    var logger: Logger
    var context: ChannelHandlerContext?
    private var registration: UInt64?
    var session: MQTTServerSession?
    var input: MQTTInput
    var output = MQTTOutput()
    var waitingBytes = 0
    var timer: Scheduled<Void>?
    var holdsRead = false
    var isCleanSession = true
    var connection: DeviceConnection?
    var deliveries: [(message: DevicePublish, done: Done)] = []
    var twinQueue = TwinQueue()
    private var tally = ConnectionTally()
    var end = ConnectionEnd.notYet

    typealias Done = @Sendable (DeviceDelivery) -> Void

    init(services: ConnectionServices, origin: ConnectionOrigin, logger: Logger) {
        self.services = services
        self.origin = origin
        self.logger = logger
        input = MQTTInput(services.limits)
    }

    var isOver: Bool { end != .notYet }

    var isJudging: Bool { !isOver && session?.wantsPackets == false }
}

// What the pipeline says.
extension MQTTConnectionHandler {
    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let loop = context.eventLoop
        let handler = NIOLoopBound(self, eventLoop: loop)
        registration = services.open.opened(
            OpenConnections.Handle(
                end: { reason in loop.execute { handler.value.endFromOutside(reason) } },
                cut: { loop.execute { handler.value.close() } }
            )
        )
        guard registration != nil else { return context.close(promise: nil) }
        if context.channel.isActive, !origin.awaitsHandshake { start(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        gone()
    }

    func channelActive(context: ChannelHandlerContext) {
        if !origin.awaitsHandshake { start(context) }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        gone()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted = event as? TLSUserEvent { start(context) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        logger.debug("connection failed", metadata: ["error": "\(VisibleText.show("\(error)", limit: 200))"])
        close()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver, session != nil else { return }
        input.received(unwrapInboundIn(data))
        tally.isAlive = true
        readPackets()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        endBatch()
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        if isJudging {
            holdsRead = true
        } else {
            context.read()
        }
    }

    private func start(_ context: ChannelHandlerContext) {
        guard session == nil, !isOver else { return }
        logger[metadataKey: "peer.address"] = "\(MaskedAddress.show(context.remoteAddress?.ipAddress ?? ""))"
        let session = MQTTServerSession(
            limits: services.limits,
            deadline: services.world.now + Self.connectTimeout
        )
        self.session = session
        perform(session.started())
    }

    /// The connection is no more.
    private func gone() {
        timer?.cancel()
        timer = nil
        if !isOver {
            perform(session?.closed() ?? [])
            leave(nil)
        }
        if let registration { services.open.closed(registration) }
        registration = nil
        context = nil
    }
}

// What the session decides.
extension MQTTConnectionHandler {
    func readPackets() {
        while session?.wantsPackets == true {
            do throws(MQTTDecodeError) {
                guard let packet = try input.next() else { return }
                perform(session?.received(packet, now: services.world.now) ?? [])
                switch packet.kind {
                case .subscribe, .unsubscribe: rememberSubscriptions()
                case _: break
                }
            } catch {
                perform(session?.failed(error) ?? [])
            }
        }
    }

    /// Tells the hub what came, and the device the answers.
    func endBatch() {
        tellHub()
        flush()
        input.shrink()
    }

    func perform(_ actions: [MQTTSessionAction]) {
        for action in actions {
            switch action {
            case .authenticate(let login): authenticate(login)
            case .send(let packet): write(packet)
            case .deliver(let publish): received(publish.topic, publish.payload)
            case .deliverWill(let will): received(will.topic, will.payload)
            case .wake(let time): wake(at: time)
            case .close(let reason): finish(reason)
            }
        }
    }

    private func wake(at time: Timestamp) {
        timer?.cancel()
        guard let context else { return }
        let wait = TimeAmount(max(time - services.world.now, .zero))
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: wait) {
            self.perform(self.session?.expired(now: self.services.world.now) ?? [])
            self.flush()
        }
    }

    private func received(_ topic: MQTTTopicName, _ payload: ByteBuffer) {
        guard let connection else { return }
        switch DeviceMessage(topic: topic, payload: payload, from: connection.identity) {
        case .telemetry(let bytes): tally.count(bytes: bytes)
        case .twin(let request):
            guard twinQueue.received(request) else { return publish(TwinAnswer.refused(request.id, status: 429)) }
            askForTwin()
        case .refused(let id, let status): publish(TwinAnswer.refused(id, status: status))
        case .streamAnswer(let answer): services.door.answered(answer, connection.id)
        case .unreadable(let problem):
            logger.debug("stream answer not understood", metadata: ["problem": "\(problem)"])
        case .callResult(let id, let status, let payload):
            services.door.callAnswered(id, status, payload, connection.id)
        case .meaningless: break
        }
    }

    private func rememberSubscriptions() {
        guard let connection, let session, !isCleanSession else { return }
        // Who asks for checks says so each time: in the name of another program of the device it would promise too much.
        let kept = session.subscriptions.filter { $0.filter.text != EndpointCheckTopic.filter }
        services.memory.keep(kept, of: connection.identity, hub: connection.hub)
    }

    func tellHub() {
        guard let connection else { return }
        tally.tell(services.door, of: connection.id)
    }
}

@available(*, unavailable)
extension MQTTConnectionHandler: Sendable {}
