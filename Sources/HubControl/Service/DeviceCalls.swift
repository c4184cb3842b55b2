import HubModel
package import StreamCore
import Synchronization

/// Calls of devices over their connections: delivered, then answered or timed out.
///
/// A call lives from its delivery to the first of: the answer of the connection that was asked, the end of that
/// connection, its deadline, the caller hanging up. Whichever comes first takes it out of the table and resumes the
/// caller, so that every call ends once.
package final class DeviceCalls: Sendable {
    /// What a device is called for.
    struct Call: Sendable {
        /// What devices take that take such calls, in the plural.
        let noun: String
        /// The error where the device takes none.
        let notListening: ErrorCode
        /// How long the device may take.
        let timeout: Duration
        /// The most bytes of an answer.
        let maximumAnswerBytes: Int
        /// What is published.
        let message: @Sendable (RequestID) -> DevicePublish
    }

    /// What the device said.
    struct Answer: Sendable {
        let status: Int
        let payload: [UInt8]
    }

    /// Calls of one identity that wait for their answers; with more, the device is not keeping up.
    static let maximumPerDevice = 16
    /// Calls of all hubs.
    static let maximumCount = 10_000
    /// How exactly deadlines are kept; they are whole seconds.
    static let tick = Duration.milliseconds(100)

    private struct Key: Hashable {
        let connection: DeviceConnectionID
        let id: RequestID
    }

    private struct Pending {
        let deadline: Timestamp
        let maximumAnswerBytes: Int
        let continuation: CheckedContinuation<Result<Answer, HubError>, Never>
    }

    private struct State {
        var pending: [Key: Pending] = [:]
        var perConnection: [DeviceConnectionID: Int] = [:]
        var nextID: UInt64 = 0
    }

    private let connections: DeviceConnections
    private let world: World
    private let state = Mutex(State())

    init(connections: DeviceConnections, world: World) {
        self.connections = connections
        self.world = world
    }

    /// How many calls wait.
    package var count: Int { state.withLock { $0.pending.count } }

    /// Asks a device once, and returns when it has answered.
    ///
    /// `DeviceNotOnline` where it is not connected, `GatewayTimeout` where it does not answer. A task that is cancelled
    /// gives the call up.
    func ask(_ hub: HubName, _ identity: DeviceIdentity, _ call: Call) async -> Result<Answer, HubError> {
        guard let entry = connections.current(hub, identity) else { return .failure(Self.offline(identity, hub)) }
        let deadline = world.now + call.timeout
        let number = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        guard let id = RequestID(String(number, radix: 16)) else { return .failure(Self.gone) }
        let key = Key(connection: entry.id, id: id)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let pending = Pending(
                    deadline: deadline,
                    maximumAnswerBytes: call.maximumAnswerBytes,
                    continuation: continuation
                )
                if let refusal = add(key, pending, identity, call.noun) {
                    continuation.resume(returning: .failure(refusal))
                    return
                }
                entry.link.publish(call.message(id)) { [weak self] delivery in
                    switch delivery {
                    case .written: break
                    case .notListening: self?.end(key, .failure(Self.notListening(identity, hub, call)))
                    case .gone: self?.end(key, .failure(Self.gone))
                    }
                }
                // It may have gone between being found and being noted as asked.
                if connections.entry(entry.id) == nil { end(key, .failure(Self.gone)) }
                if Task.isCancelled { end(key, .failure(StreamBroker.abandoned)) }
            }
        } onCancel: {
            end(key, .failure(StreamBroker.abandoned))
        }
    }

    /// The device answered.
    package func answered(_ id: RequestID, status: Int, payload: [UInt8], by connection: DeviceConnectionID) {
        let key = Key(connection: connection, id: id)
        guard let limit = state.withLock({ $0.pending[key]?.maximumAnswerBytes }) else { return }
        guard payload.count <= limit else {
            let text = "The device answered with \(payload.count) bytes; \(limit) are allowed."
            return end(key, .failure(HubError(.messageTooLarge, text)))
        }
        end(key, .success(Answer(status: status, payload: payload)))
    }

    /// A connection ended, and with it the calls that it was asked.
    func connectionEnded(_ id: DeviceConnectionID) {
        let keys = state.withLock { state in
            state.perConnection[id] == nil ? [] : state.pending.keys.filter { $0.connection == id }
        }
        for key in keys { end(key, .failure(Self.gone)) }
    }

    /// Ends calls whose time has run out.
    package func expire() {
        let now = world.now
        let due = state.withLock { state in state.pending.filter { $0.value.deadline <= now }.map(\.key) }
        let error = HubError(
            .gatewayTimeout,
            "The device was asked and did not answer in time.",
            stage: StreamStage.answer.rawValue
        )
        for key in due { end(key, .failure(error)) }
    }

    /// Keeps the deadlines until it is cancelled.
    package func run() async {
        while !Task.isCancelled {
            // Cancellation ends the wait; the loop sees it.
            try? await Task.sleep(for: Self.tick)
            expire()
        }
    }

    /// Notes a call; the error where there are too many.
    private func add(_ key: Key, _ call: Pending, _ identity: DeviceIdentity, _ noun: String) -> HubError? {
        state.withLock { state in
            guard state.pending.count < Self.maximumCount else {
                return HubError(.throttling, "Too many \(noun) wait for their answers.", retryAfter: .seconds(1))
            }
            let count = state.perConnection[key.connection, default: 0]
            guard count < Self.maximumPerDevice else {
                return HubError(
                    .throttling,
                    "\(count) calls of device '\(identity)' wait for their answers.",
                    retryAfter: .seconds(1)
                )
            }
            state.perConnection[key.connection] = count + 1
            state.pending[key] = call
            return nil
        }
    }

    private func end(_ key: Key, _ result: Result<Answer, HubError>) {
        let call = state.withLock { state -> Pending? in
            guard let call = state.pending.removeValue(forKey: key) else { return nil }
            let count = state.perConnection[key.connection, default: 1] - 1
            state.perConnection[key.connection] = count == 0 ? nil : count
            return call
        }
        call?.continuation.resume(returning: result)
    }

    private static func offline(_ identity: DeviceIdentity, _ hub: HubName) -> HubError {
        HubError(.deviceNotOnline, "Device '\(identity)' is not connected to hub '\(hub)'.", target: "deviceId")
    }

    private static func notListening(_ identity: DeviceIdentity, _ hub: HubName, _ call: Call) -> HubError {
        HubError(
            call.notListening,
            "Device '\(identity)' is connected to hub '\(hub)', but takes no \(call.noun).",
            target: "deviceId"
        )
    }

    private static let gone = HubError(
        .deviceNotOnline,
        "The connection of the device ended before it answered.",
        target: "deviceId"
    )
}
