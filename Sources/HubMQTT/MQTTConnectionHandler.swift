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
    /// Stream requests are at most a few KiB, answers a few bytes; mosquitto's bound is 1000 messages.
    static let maximumWaitingBytes = 1 << 20
    /// The most stream requests that wait for the end of a login: the hub has just let the device in.
    static let maximumWaitingDeliveries = 16

    private let services: ConnectionServices
    private let origin: ConnectionOrigin
    private var logger: Logger
    private var context: ChannelHandlerContext?
    private var registration: UInt64?
    private var session: MQTTServerSession?
    private var input: MQTTInput
    private var output = MQTTOutput()
    private var waitingBytes = 0
    private var timer: Scheduled<Void>?
    private var holdsRead = false
    private var isCleanSession = true
    private var connection: DeviceConnection?
    private var deliveries: [(topic: StreamRequestTopic, done: Done)] = []
    private var tally = ConnectionTally()
    private var end = ConnectionEnd.notYet

    private typealias Done = @Sendable (DeviceDelivery) -> Void

    init(services: ConnectionServices, origin: ConnectionOrigin, logger: Logger) {
        self.services = services
        self.origin = origin
        self.logger = logger
        input = MQTTInput(services.limits)
    }

    private var isOver: Bool { end != .notYet }

    private var isJudging: Bool { !isOver && session?.wantsPackets == false }
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
    private func readPackets() {
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
    private func endBatch() {
        tellHub()
        flush()
        input.shrink()
    }

    private func perform(_ actions: [MQTTSessionAction]) {
        for action in actions {
            switch action {
            case .authenticate(let login): authenticate(login)
            case .send(let packet): write(packet)
            case .deliver(let publish): received(publish.topic, publish.payload.readableBytes)
            case .deliverWill(let will): received(will.topic, will.payload.readableBytes)
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

    private func received(_ topic: MQTTTopicName, _ payloadBytes: Int) {
        guard let connection else { return }
        switch DeviceMessage(topic: topic, payloadBytes: payloadBytes, from: connection.identity) {
        case .telemetry(let bytes): tally.count(bytes: bytes)
        case .twin(let answer):
            guard let topic = MQTTTopicName(answer.topic) else { return }
            publish(topic, ByteBuffer(string: answer.payload))
        case .streamAnswer(let answer): services.door.answered(answer, connection.id)
        case .unreadable(let problem):
            logger.debug("stream answer not understood", metadata: ["problem": "\(problem)"])
        case .meaningless: break
        }
    }

    private func rememberSubscriptions() {
        guard let connection, let session, !isCleanSession else { return }
        services.memory.keep(session.subscriptions, of: connection.identity, hub: connection.hub)
    }

    private func tellHub() {
        guard let connection else { return }
        tally.tell(services.door, of: connection.id)
    }
}

// The login.
extension MQTTConnectionHandler {
    private func authenticate(_ login: MQTTLogin) {
        guard let context else { return }
        isCleanSession = login.cleanSession
        let login = origin.login(login, on: context.channel)
        let link = link(context.eventLoop)
        let door = services.door
        context.eventLoop.makeFutureWithTask { await door.judge(login, link) }.assumeIsolated().whenComplete { result in
            switch result {
            case .success(.success(let connection)): self.letIn(connection)
            case .success(.failure(let error)): self.refuse(error)
            // The task above does not throw.
            case .failure: self.refuse(HubError(.serverError, "The login could not be judged."))
            }
        }
    }

    private func letIn(_ connection: DeviceConnection) {
        guard !isOver else { return services.door.closed(connection.id, end.reason) }
        self.connection = connection
        logger[metadataKey: "hub.id"] = "\(connection.hub)"
        logger[metadataKey: "device.id"] = "\(connection.identity)"
        logger.info("device connected", metadata: ["transport": "\(origin.transport.rawValue)"])
        let restored = services.memory.begin(connection.identity, hub: connection.hub, isClean: isCleanSession)
        perform(
            session?.authenticated(
                as: connection.identity,
                until: connection.endsAt,
                restoring: restored,
                now: services.world.now
            ) ?? []
        )
        resume()
    }

    private func refuse(_ error: HubError) {
        guard !isOver else { return }
        logger.debug(
            "device not let in",
            metadata: ["error.code": "\(error.code.rawValue)", "reason": "\(VisibleText.show(error.message))"]
        )
        perform(session?.refused(error.connectRefusal) ?? [])
        resume()
    }

    /// Goes on with what had to wait for the judgement.
    private func resume() {
        readPackets()
        endBatch()
        let waiting = deliveries
        deliveries = []
        for (topic, done) in waiting { deliver(topic, done) }
        releaseRead()
    }

    private func releaseRead() {
        guard holdsRead, !isJudging else { return }
        holdsRead = false
        context?.read()
    }
}

// What the hub asks, from anywhere.
extension MQTTConnectionHandler {
    private func link(_ loop: any EventLoop) -> DeviceLink {
        let handler = NIOLoopBound(self, eventLoop: loop)
        return DeviceLink(
            deliver: { topic, done in loop.execute { handler.value.deliver(topic, done) } },
            end: { reason in loop.execute { handler.value.endFromOutside(reason) } }
        )
    }

    private func deliver(_ topic: StreamRequestTopic, _ done: @escaping Done) {
        if isJudging, deliveries.count < Self.maximumWaitingDeliveries {
            deliveries.append((topic, done))
            return
        }
        guard let name = MQTTTopicName(topic.text),
            let action = session?.publish(topic: name, payload: ByteBuffer(), qos: .atMostOnce)
        else { return done(.gone) }
        switch action {
        case .send(let packet):
            write(packet)
            flush(done)
        case .notSubscribed: done(.notListening)
        case .notConnected, .tooManyInFlight, .tooLarge: done(.gone)
        }
    }

    private func endFromOutside(_ reason: MQTTCloseReason) {
        guard session != nil else { return close() }
        perform(session?.ended(reason) ?? [])
    }
}

// What goes out, and the end.
extension MQTTConnectionHandler {
    private func publish(_ topic: MQTTTopicName, _ payload: ByteBuffer) {
        // A device that did not subscribe to the answer gets none.
        guard case .send(let packet) = session?.publish(topic: topic, payload: payload, qos: .atMostOnce) else {
            return
        }
        write(packet)
    }

    private func write(_ packet: MQTTPacket) {
        do throws(MQTTEncodeError) {
            try output.write(packet)
        } catch {
            logger.error("packet not sent", metadata: ["problem": "\(error)"])
        }
    }

    /// Hands everything written to the socket, and tells when it is there.
    private func flush(_ done: Done? = nil) {
        guard let context, let bytes = output.take() else {
            done?(.gone)
            return
        }
        let count = bytes.readableBytes
        waitingBytes += count
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { outcome in
            self.waitingBytes -= count
            switch outcome {
            case .success: done?(.written)
            case .failure: done?(.gone)
            }
            if self.isOver, self.waitingBytes == 0 { self.close() }
        }
        context.writeAndFlush(wrapOutboundOut(bytes), promise: written)
        if waitingBytes > Self.maximumWaitingBytes {
            logger.debug("device does not read", metadata: ["waiting": "\(waitingBytes)"])
            close()
        }
    }

    /// The session is over: writes what is queued, then closes.
    private func finish(_ reason: MQTTCloseReason) {
        leave(reason)
        flush()
        releaseRead()
        guard waitingBytes > 0, let context else { return close() }
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: Self.closeTimeout) { self.close() }
    }

    /// Tells the hub that the device has gone, once.
    private func leave(_ reason: MQTTCloseReason?) {
        guard !isOver else { return }
        tellHub()
        end = .over(reason)
        input.drop()
        for (_, done) in deliveries { done(.gone) }
        deliveries = []
        let shown = reason.map { VisibleText.show("\($0)", limit: 120) } ?? "connection broke"
        guard let connection else {
            logger.debug("connection ended before a login", metadata: ["reason": "\(shown)"])
            return
        }
        services.door.closed(connection.id, reason)
        logger.info("device disconnected", metadata: ["reason": "\(shown)"])
    }

    private func close() {
        if case .closing = end { return }
        if !isOver {
            perform(session?.closed() ?? [])
            leave(nil)
        }
        end = .closing(end.reason)
        timer?.cancel()
        timer = nil
        context?.close(promise: nil)
        releaseRead()
    }
}

@available(*, unavailable)
extension MQTTConnectionHandler: Sendable {}
