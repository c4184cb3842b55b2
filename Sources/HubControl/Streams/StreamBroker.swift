package import HubModel
import HubStore
import Logging
import StreamCore
import Synchronization

/// Brings service and device together: one negotiation for each stream request, performed.
///
/// The machine says what is next; this class has the device's connection, the gateway, the service that waits, the
/// limits and the log. What happens comes from everywhere and is taken in under one lock; what is to be done about it
/// is done after the lock is given back. Nothing is queued: a report that could be dropped would leave a stream that
/// never ends.
package final class StreamBroker: Sendable {
    /// How long after the end of an established stream its last byte counts are waited for: the gateway closes within
    /// seconds.
    static let recordPatience = Duration.seconds(10)
    /// How exactly deadlines are kept.
    static let tick = Duration.milliseconds(50)
    /// Streams at once over all hubs, whatever their limits say.
    ///
    /// As many as a gateway's waiting room knows.
    static let capacity = 1 << 16

    struct State {
        var streams: [StreamKey: LiveStream] = [:] {
            didSet { changes &+= 1 }
        }
        /// How often they have changed, for those who look whether they have.
        var changes: UInt64 = 0
        /// Streams by the connection that has been asked and has not answered.
        var asked: [DeviceConnectionID: Set<StreamKey>] = [:]
        var limiter = StreamLimiter()
        var nextWaiter: UInt64 = 0
        var sleeper: CheckedContinuation<Void, Never>?
    }

    /// What is to be done once the lock is given back, in this order.
    enum Deed {
        case reply([CheckedContinuation<StreamReply, Never>], StreamReply)
        case deliver(StreamKey, DeviceConnections.Entry, StreamRequestTopic)
        case command(GatewayCommand)
        case record(ActivityRecord, hub: Int64)
        case keep(StreamResource, hub: Int64)
        case count(Int64, [StreamLimiter.Subject], hub: Int64, Timestamp)
        case wake(CheckedContinuation<Void, Never>)
    }

    let hubs: HubDirectory
    let connections: DeviceConnections
    let activity: ActivityLog
    let usage: StreamUsageLedger
    let signer: StreamTokenSigner
    let gateway: GatewayInstance
    let meters: StreamMeters
    var world: World { hubs.world }
    var logger: Logger { hubs.logger }
    let state = Mutex(State())
    private let command = Mutex(Receiver<GatewayCommand> { _ in })

    init(
        hubs: HubDirectory,
        connections: DeviceConnections,
        activity: ActivityLog,
        usage: StreamUsageLedger,
        signer: StreamTokenSigner,
        gateway: GatewayInstance,
        meters: StreamMeters
    ) {
        self.hubs = hubs
        self.connections = connections
        self.activity = activity
        self.usage = usage
        self.signer = signer
        self.gateway = gateway
        self.meters = meters
        connections.attach(
            answered: { [weak self] answer, id in self?.answered(answer, by: id) },
            left: { [weak self] id in self?.deviceWentAway(id) }
        )
    }

    /// Where commands for the gateway go.
    package func attach(gateway perform: @escaping @Sendable (GatewayCommand) -> Void) {
        command.withLock { $0 = Receiver(receive: perform) }
    }

    /// Another number whenever the streams have changed.
    var changes: UInt64 { state.withLock { $0.changes } }

    /// How many streams live.
    package var count: Int { state.withLock { $0.streams.count } }

    /// Changes one stream and performs what follows; nothing happens for a stream that is not known.
    func change(_ key: StreamKey, _ verb: (inout LiveStream, inout State, inout [Deed]) -> Void) {
        let deeds = state.withLock { state in
            var deeds: [Deed] = []
            guard var stream = state.streams[key] else { return deeds }
            let stage = stream.negotiation.stage
            verb(&stream, &state, &deeds)
            measure(&stream, since: stage)
            settle(stream, &state, &deeds)
            return deeds
        }
        perform(deeds)
    }

    /// Measures the stage that the handshake has left, if it went on.
    private func measure(_ stream: inout LiveStream, since stage: StreamStage?) {
        guard let stage, stream.negotiation.stage != stage, stream.negotiation.outcome == nil else { return }
        let now = world.monotonicNanoseconds
        meters.moved(from: stage, to: stream.negotiation.stage, after: now - stream.stageBegan)
        stream.stageBegan = now
    }

    /// Puts a stream back, or on record where all is known of its end.
    func settle(_ stream: LiveStream, _ state: inout State, _ deeds: inout [Deed]) {
        var stream = stream
        let now = world.now
        guard stream.negotiation.outcome != nil else {
            state.streams[stream.key] = stream
            if stream.wakes != nil, let sleeper = state.sleeper {
                state.sleeper = nil
                deeds.append(.wake(sleeper))
            }
            return
        }
        if stream.endedAt == nil { stream.endedAt = now }
        let isOnRecord = stream.gatewayIsDone || stream.recordBy.map { $0 <= now } ?? false
        guard isOnRecord else {
            stream.recordBy = stream.recordBy ?? now + Self.recordPatience
            state.streams[stream.key] = stream
            return
        }
        state.streams[stream.key] = nil
        state.limiter.ended(stream.subjects)
        deeds.append(.keep(stream.resource(now: now), hub: stream.opening.hubID))
        if stream.acceptedAt != nil { deeds.append(.record(stream.endRecord(now), hub: stream.opening.hubID)) }
    }

    func perform(_ deeds: [Deed]) {
        for deed in deeds {
            switch deed {
            case .reply(let waiters, let reply): for waiter in waiters { waiter.resume(returning: reply) }
            case .deliver(let key, let entry, let topic):
                entry.link.deliver(topic) { [weak self] in self?.delivered(key, $0) }
            case .command(let order):
                let gateway = command.withLock { $0 }
                gateway.receive(order)
            case .record(let record, let hub): activity.append(record, hub: hub)
            case .keep(let stream, let hub): activity.keep(stream, hub: hub)
            case .count(let bytes, let subjects, let hub, let now):
                usage.count(bytes, subjects, hub: hub, now: now)
            case .wake(let sleeper): sleeper.resume()
            }
        }
    }

    /// Takes in what streams moved today, before a restart.
    func restoreUsage(_ hubs: [Int64: HubName]) async throws(HubError) {
        let moved = try await usage.today(hubs)
        let now = world.now
        state.withLock { state in
            for (subject, bytes) in moved { state.limiter.restore(bytes, subject, now: now) }
        }
    }

    /// Keeps the deadlines until it is cancelled.
    package func run() async {
        while !Task.isCancelled {
            let mustWait = state.withLock { state in !state.streams.values.contains { $0.wakes != nil } }
            if mustWait {
                await untilStreamBegins()
            } else {
                // Cancellation ends the wait; the loop sees it.
                try? await Task.sleep(for: Self.tick)
                expire()
            }
        }
    }

    /// Ends what has run out.
    package func expire() {
        let now = world.now
        let due = state.withLock { state in
            state.streams.values.filter { $0.wakes.map { $0 <= now } ?? false }.map(\.key)
        }
        for key in due {
            change(key) { stream, state, deeds in
                switch stream.negotiation.expired(now: now) {
                case .finish(let finish): self.finished(finish, &stream, &state, &deeds)
                case .wait, .ignore: break
                }
            }
        }
    }

    private func untilStreamBegins() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    if Task.isCancelled || state.streams.values.contains(where: { $0.wakes != nil }) { return true }
                    state.sleeper = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                defer { state.sleeper = nil }
                return state.sleeper
            }
            sleeper?.resume()
        }
    }
}
