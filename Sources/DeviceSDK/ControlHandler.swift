import HubModel
import NIOCore
import StreamCore

/// One connection of a device to its hub: performs what the MQTT session decides, on the connection's event loop.
///
/// It tells its owner when the hub takes the device for listening, what is asked, and, once, how it ended.
final class ControlHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What becomes of the connection.
    enum Event {
        /// Connected and subscribed.
        case ready
        case request(StreamRequestTopic)
        /// The hub asks how its endpoints are reached.
        case check(RequestID, question: [UInt8])
        case ended(MQTTClientEnd?)
    }

    /// A message larger than this, which no hub sends, ends the connection.
    ///
    /// A stream request is far smaller than the question about endpoints.
    private static let maximumPacketBytes = EndpointCheckReport.maximumQuestionBytes + 1024

    private let world: World
    /// Whether somebody answers questions about endpoints.
    private let takesChecks: Bool
    private let tell: (ControlHandler, Event) -> Void
    private var session: MQTTClientSession
    private var decoder: MQTTDecoder
    private var input = ByteBuffer()
    private var context: ChannelHandlerContext?
    private var timer: Scheduled<Void>?
    private var isOver = false
    /// Whether requests come.
    private(set) var isReady = false
    /// Why the hub closed the connection, where it said so.
    var hubReason: String?

    init(
        _ connect: MQTTConnect,
        takesChecks: Bool,
        world: World,
        tell: @escaping (ControlHandler, Event) -> Void
    ) {
        self.world = world
        self.takesChecks = takesChecks
        self.tell = tell
        session = MQTTClientSession(connect)
        var limits = MQTTLimits()
        limits.maximumPacketBytes = Self.maximumPacketBytes
        decoder = MQTTDecoder.client(limits)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        perform(session.opened(now: world.now))
        context.flush()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        over(nil)
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        over(nil)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed = event as? ChannelEvent { context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        var bytes = unwrapInboundIn(data)
        input.writeBuffer(&bytes)
        while !isOver {
            do throws(MQTTDecodeError) {
                guard let packet = try decoder.next(from: &input) else { break }
                perform(session.received(packet, now: world.now))
            } catch {
                perform(session.failed(error))
            }
        }
        if input.readableBytes == 0 { input = ByteBuffer() } else { input.discardReadBytes() }
        context.flush()
    }

    /// Answers a request; the future fails where the connection is gone.
    func publish(_ topic: StreamAnswerTopic) -> Bool { publish(DevicePublish(topic: topic.text)) }

    /// The same with a payload.
    func publish(_ message: DevicePublish) -> Bool {
        guard !isOver, isReady, let name = MQTTTopicName(message.topic) else { return false }
        do throws(MQTTClientProblem) {
            perform(try session.publish(name, ByteBuffer(bytes: message.payload), now: world.now))
        } catch {
            return false
        }
        context?.flush()
        return true
    }

    /// Says good-bye and closes.
    func disconnect() {
        perform(session.disconnect())
        context?.flush()
    }

    private func perform(_ actions: [MQTTClientSession.Action]) {
        for action in actions {
            switch action {
            case .send(let packet): write(packet)
            case .connected: subscribe()
            case .subscribed(_, let results):
                // Streams come first; a hub that takes no answers about endpoints is one all the same.
                guard results.first != .failure else {
                    over(.refused(.notAuthorized))
                    break
                }
                isReady = true
                tell(self, .ready)
            case .deliver(let publish): received(publish)
            case .wake(let time): wake(at: time)
            case .close(let reason): over(reason)
            }
        }
    }

    private func subscribe() {
        let filters = [StreamRequestTopic.filter] + (takesChecks ? [EndpointCheckTopic.filter] : [])
        let subscriptions = filters.compactMap { text in
            MQTTTopicFilter(text).map { MQTTSubscription(filter: $0, qos: .atMostOnce) }
        }
        do throws(MQTTClientProblem) {
            perform(try session.subscribe(subscriptions, now: world.now).actions)
        } catch {
            over(.noAnswer)
        }
    }

    private func received(_ publish: MQTTPublish) {
        if takesChecks, let id = EndpointCheckTopic.question(publish.topic.text) {
            return tell(self, .check(id, question: Array(publish.payload.readableBytesView)))
        }
        // What is no request means nothing here; a request that cannot be read is not one that could be answered.
        guard let request = try? StreamRequestTopic(parsing: publish.topic.text) else { return }
        tell(self, .request(request))
    }

    private func write(_ packet: MQTTPacket) {
        guard let context else { return }
        var bytes = context.channel.allocator.buffer(capacity: 512)
        do throws(MQTTEncodeError) {
            try MQTTEncoder.write(packet, into: &bytes)
        } catch {
            return over(.unexpectedPacket(packet.kind))
        }
        context.write(wrapOutboundOut(bytes), promise: nil)
    }

    private func wake(at time: Timestamp) {
        timer?.cancel()
        guard let context else { return }
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(max(time - world.now, .zero))) {
            self.perform(self.session.expired(now: self.world.now))
            self.context?.flush()
        }
    }

    private func over(_ reason: MQTTClientEnd?) {
        guard !isOver else { return }
        isOver = true
        isReady = false
        timer?.cancel()
        timer = nil
        session.connectionEnded()
        context?.flush()
        context?.close(promise: nil)
        tell(self, .ended(reason))
    }
}

@available(*, unavailable)
extension ControlHandler: Sendable {}
