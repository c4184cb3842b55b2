import HubModel
import NIOCore
import StreamClient
import StreamCore
import Transport

/// Keeps a device connected to its hub: performs what the schedule decides, on one event loop.
///
/// A connection that is made to renew a credential takes over from the present one, which serves until then; the hub
/// ends the old one when the new one logs in. Answers to requests go over whichever connection there is, and wait for
/// one where there is none.
final class DeviceControl {
    /// Answers that wait for a connection; as many requests wait to be answered.
    static let maximumWaitingAnswers = RequestQueue.capacity
    /// How long a request can be answered: the whole handshake.
    static let answerTime = StreamTimeouts.handshake

    private struct Answer {
        let topic: StreamAnswerTopic
        let until: Timestamp
        let done: EventLoopPromise<Void>
    }

    let loop: any EventLoop
    private let login: DeviceLogin
    private let toHub: Dialler
    private let toStreams: Dialler
    private let world: World
    private let queue: RequestQueue
    private let board: StateBoard

    private var schedule = ReconnectSchedule()
    private var current: ControlHandler?
    /// The connection that is being made.
    private var attempt: ControlHandler?
    private var timer: Scheduled<Void>?
    private var waitingAnswers: [Answer] = []
    private var isOver = false
    /// Answers questions about endpoints; set before the start, or never.
    var checker: DeviceClient.Checker?
    private var isChecking = false

    init(
        _ login: DeviceLogin,
        toHub: Dialler,
        toStreams: Dialler,
        world: World,
        on loop: any EventLoop,
        queue: RequestQueue,
        board: StateBoard
    ) {
        self.login = login
        self.toHub = toHub
        self.toStreams = toStreams
        self.world = world
        self.loop = loop
        self.queue = queue
        self.board = board
    }
}

// What the client asks.
extension DeviceControl {
    func start() { perform(schedule.started(), after: nil) }

    func close() {
        guard !isOver else { return }
        stop(nil)
        board.show(.closed, isLast: true)
    }

    /// Sends an answer, now or as soon as there is a connection; fails when it is too late.
    func answer(_ topic: StreamAnswerTopic, until: Timestamp) -> EventLoopFuture<Void> {
        let promise = loop.makePromise(of: Void.self)
        if isOver {
            promise.fail(ClientError(HubError(.serviceUnavailable, "The device client is closed.")))
        } else if world.now >= until {
            promise.fail(Self.late)
        } else if current?.publish(topic) ?? false {
            promise.succeed()
        } else if waitingAnswers.count < Self.maximumWaitingAnswers {
            waitingAnswers.append(Answer(topic: topic, until: until, done: promise))
            let wait = TimeAmount(max(until - world.now, .zero))
            loop.assumeIsolated().scheduleTask(in: wait) { self.dropLateAnswers() }
        } else {
            promise.fail(
                ClientError(
                    HubError(.serviceUnavailable, "The hub is not connected, and too many answers wait for it.")
                )
            )
        }
        return promise.futureResult
    }

    private static let late = ClientError(
        HubError(.gatewayTimeout, "The stream request has run out.", stage: StreamStage.answer.rawValue)
    )

    private func sendAnswers() {
        let answers = waitingAnswers
        waitingAnswers = []
        for answer in answers {
            if world.now >= answer.until {
                answer.done.fail(Self.late)
            } else if current?.publish(answer.topic) ?? false {
                answer.done.succeed()
            } else {
                waitingAnswers.append(answer)
            }
        }
    }

    private func dropLateAnswers() {
        let now = world.now
        for answer in waitingAnswers where now >= answer.until { answer.done.fail(Self.late) }
        waitingAnswers.removeAll { now >= $0.until }
    }
}

// What the schedule decides.
extension DeviceControl {
    private func perform(_ action: ReconnectSchedule.Action, after error: ClientError?) {
        guard !isOver else { return }
        switch action {
        case .nothing: break
        case .connect:
            board.show(.connecting)
            open()
        case .renew: open()
        case .wake(let time):
            if let error, current == nil { board.show(.waiting(error, retryAfter: max(time - world.now, .zero))) }
            timer?.cancel()
            timer = loop.assumeIsolated().scheduleTask(in: TimeAmount(max(time - world.now, .zero))) {
                self.perform(self.schedule.expired(now: self.world.now), after: nil)
            }
        }
    }

    private func open() {
        let handler = NIOLoopBound(
            ControlHandler(login.connect(now: world.now), takesChecks: checker != nil, world: world) { [weak self] in
                self?.happened($1, to: $0)
            },
            eventLoop: loop
        )
        attempt = handler.value
        let isWebSocket = login.target.webSocket != nil
        let world = world
        toHub.dial(login.target, on: loop) { channel in
            if isWebSocket {
                try WebSocketBytes.add(to: channel, world: world).assumeIsolated().whenSuccess { end in
                    if case .closedByHub(_, let reason) = end { handler.value.hubReason = reason }
                }
            }
            try channel.pipeline.syncOperations.addHandler(handler.value)
        }.assumeIsolated().whenFailure { error in
            self.failed(handler.value, (error as? DialError).map { ClientError($0) })
        }
    }

    private func happened(_ event: ControlHandler.Event, to handler: ControlHandler) {
        switch event {
        case .ready: ready(handler)
        case .request(let topic): asked(topic, by: handler)
        case .check(let id, let question): check(id, question, for: handler)
        case .ended(let end): ended(end, handler)
        }
    }

    private func ready(_ handler: ControlHandler) {
        guard handler === attempt, !isOver else { return handler.disconnect() }
        let old = current
        (current, attempt) = (handler, nil)
        old?.disconnect()
        board.show(.connected)
        perform(
            schedule.connected(credential: login.credentialLife, jitter: jitter(), now: world.now),
            after: nil
        )
        sendAnswers()
    }

    private func asked(_ topic: StreamRequestTopic, by handler: ControlHandler) {
        let request = StreamRequest(
            topic,
            until: world.now + Self.answerTime,
            control: NIOLoopBound(self, eventLoop: loop),
            dialler: toStreams,
            world: world,
            on: loop
        )
        guard !queue.put(request) else { return }
        let rejection = StreamRejection(
            code: RejectionCode(checked: "DeviceBusy"),
            text: "more than \(RequestQueue.capacity) stream requests wait",
            retryAfter: .seconds(1)
        )
        _ = handler.publish(StreamAnswerTopic(stream: topic.stream, answer: .rejected(rejection)))
    }

    /// Has a question about endpoints answered, one at a time.
    ///
    /// The answer goes over the connection on which the hub waits for it, or nowhere.
    private func check(_ id: RequestID, _ question: [UInt8], for handler: ControlHandler) {
        guard let checker, !isChecking else {
            _ = handler.publish(EndpointCheckTopic.answer(id, status: EndpointCheckTopic.busy))
            return
        }
        isChecking = true
        loop.makeFutureWithTask { await checker(question) }.assumeIsolated().whenComplete { result in
            self.isChecking = false
            // The task above does not throw.
            let report = (try? result.get()) ?? nil
            let status = report == nil ? EndpointCheckTopic.notUnderstood : EndpointCheckTopic.reported
            _ = handler.publish(EndpointCheckTopic.answer(id, status: status, payload: report ?? []))
        }
    }

    private func ended(_ end: MQTTClientEnd?, _ handler: ControlHandler) {
        if handler === current {
            current = nil
            perform(schedule.lost(jitter: jitter(), now: world.now), after: Self.error(end, handler.hubReason))
        } else if handler === attempt {
            if case .refused(let refusal)? = end, refusal.isPermanent { return refuse(Self.error(end)) }
            failed(handler, Self.error(end, handler.hubReason))
        }
    }

    private func failed(_ handler: ControlHandler, _ error: ClientError?) {
        guard handler === attempt, !isOver else { return }
        attempt = nil
        let error = error ?? Self.error(nil)
        let retryAfter = error.error.retryAfter
        perform(schedule.failed(retryAfter: retryAfter, jitter: jitter(), now: world.now), after: error)
    }

    private func refuse(_ error: ClientError) {
        stop(error)
        board.show(.refused(error), isLast: true)
    }

    private func stop(_ error: ClientError?) {
        isOver = true
        schedule.stopped()
        timer?.cancel()
        timer = nil
        current?.disconnect()
        attempt?.disconnect()
        (current, attempt) = (nil, nil)
        for answer in waitingAnswers { answer.done.fail(error ?? Self.late) }
        waitingAnswers = []
        queue.end(error)
    }

    /// A number from 0 up to 1.
    private func jitter() -> Double { Double(world.randomBytes(1)[0]) / 256 }

    /// `reason` is what the hub said when it closed the connection.
    private static func error(_ end: MQTTClientEnd?, _ reason: String? = nil) -> ClientError {
        let message = reason.map { "The hub closed the connection: \($0)." } ?? "The connection to the hub broke."
        return ClientError(end?.hubError ?? HubError(.serverUnreachable, message))
    }
}

@available(*, unavailable)
extension DeviceControl: Sendable {}
