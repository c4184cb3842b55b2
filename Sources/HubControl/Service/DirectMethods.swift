package import HubModel
import HubStore
package import StreamCore
import Synchronization

/// Calls of direct methods: asked by services, delivered to devices, answered or timed out.
///
/// A call lives from its delivery to the first of: the answer of the connection that was asked, the end of that
/// connection, its deadline, the service hanging up. Whichever comes first takes it out of the table and resumes the
/// caller, so that every call ends once.
package final class DirectMethods: Sendable {
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
        let continuation: CheckedContinuation<Result<MethodAnswer, HubError>, Never>
    }

    private struct State {
        var pending: [Key: Pending] = [:]
        var perConnection: [DeviceConnectionID: Int] = [:]
        var nextID: UInt64 = 0
    }

    private let access: ServiceAccess
    private let connections: DeviceConnections
    private let state = Mutex(State())
    private var hubs: HubDirectory { access.hubs }
    private var world: World { access.hubs.world }

    init(access: ServiceAccess, connections: DeviceConnections) {
        self.access = access
        self.connections = connections
    }

    /// How many calls wait.
    package var count: Int { state.withLock { $0.pending.count } }

    /// Calls a method, and returns when the device has answered.
    ///
    /// Throws `DeviceNotOnline` where the device is not connected or takes no methods for as long as the call says, and
    /// `GatewayTimeout` where it does not answer. A task that is cancelled gives the call up.
    package func invoke(
        _ signature: ServiceSignature,
        _ identity: DeviceIdentity,
        _ call: @autoclosure () throws(HubError) -> MethodCall
    ) async throws(HubError) -> MethodAnswer {
        let caller = try await access.authenticate(signature, .twin(identity), .serviceConnect)
        let call = try call()
        let payload = try RestJSON.encode(call.payload ?? .null)
        guard payload.count <= MethodCall.maximumPayloadBytes else {
            throw HubError(
                .messageTooLarge,
                "The payload has \(payload.count) bytes; \(MethodCall.maximumPayloadBytes) are allowed.",
                target: "payload"
            )
        }
        let hub = caller.hub
        if connections.current(hub, identity) == nil { try await requireDevice(caller, identity) }
        let until = world.now + .seconds(call.connectTimeoutInSeconds)
        while true {
            // Taken before the try: what the device does meanwhile is not missed.
            let seen = connections.sign(of: hub, identity)
            switch await tryOnce(hub, identity, call, payload) {
            case .success(let answer): return answer
            case .failure(let error):
                guard error.code == .deviceNotOnline, world.now < until else { throw error }
                guard await connections.waitForSign(of: hub, identity, since: seen, for: until - world.now) else {
                    throw error
                }
            }
        }
    }

    /// The device answered.
    package func answered(_ id: RequestID, status: Int, payload: [UInt8], by connection: DeviceConnectionID) {
        let answer: Result<MethodAnswer, HubError>
        if payload.count > MethodCall.maximumPayloadBytes {
            answer = .failure(
                HubError(
                    .messageTooLarge,
                    "The device answered with \(payload.count) bytes; \(MethodCall.maximumPayloadBytes) are allowed."
                )
            )
        } else {
            answer = .success(MethodAnswer(status: status, payload: Self.content(payload)))
        }
        end(Key(connection: connection, id: id), answer)
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

    private func tryOnce(
        _ hub: HubName,
        _ identity: DeviceIdentity,
        _ call: MethodCall,
        _ payload: [UInt8]
    ) async -> Result<MethodAnswer, HubError> {
        guard let entry = connections.current(hub, identity) else { return .failure(Self.offline(identity, hub)) }
        let deadline = world.now + .seconds(call.responseTimeoutInSeconds)
        let number = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        guard let id = RequestID(String(number, radix: 16)) else { return .failure(Self.gone) }
        let key = Key(connection: entry.id, id: id)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if let refusal = add(key, Pending(deadline: deadline, continuation: continuation), identity) {
                    continuation.resume(returning: .failure(refusal))
                    return
                }
                entry.link.publish(.method(call.methodName, id, payload: payload)) { [weak self] delivery in
                    switch delivery {
                    case .written: break
                    case .notListening: self?.end(key, .failure(Self.notListening(identity, hub)))
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

    /// Notes a call; the error where there are too many.
    private func add(_ key: Key, _ call: Pending, _ identity: DeviceIdentity) -> HubError? {
        state.withLock { state in
            guard state.pending.count < Self.maximumCount else {
                return HubError(.throttling, "Too many direct methods wait for their answers.", retryAfter: .seconds(1))
            }
            let count = state.perConnection[key.connection, default: 0]
            guard count < Self.maximumPerDevice else {
                return HubError(
                    .throttling,
                    "\(count) direct methods of device '\(identity)' wait for their answers.",
                    retryAfter: .seconds(1)
                )
            }
            state.perConnection[key.connection] = count + 1
            state.pending[key] = call
            return nil
        }
    }

    private func end(_ key: Key, _ result: Result<MethodAnswer, HubError>) {
        let call = state.withLock { state -> Pending? in
            guard let call = state.pending.removeValue(forKey: key) else { return nil }
            let count = state.perConnection[key.connection, default: 1] - 1
            state.perConnection[key.connection] = count == 0 ? nil : count
            return call
        }
        call?.continuation.resume(returning: result)
    }

    /// Throws unless the device is there and enabled.
    private func requireDevice(_ caller: ServiceCaller, _ identity: DeviceIdentity) async throws(HubError) {
        let (hub, id) = (caller.hub, caller.hubID)
        let device = try await hubs.store.read { (reading) throws(HubError) in
            try reading.device(hub: id, identity.device)
        }
        guard let device else { throw .noDevice(identity.device, hub) }
        guard device.status == .enabled else { throw .disabled(device) }
    }

    /// A payload that is no JSON is handed on as a text.
    private static func content(_ payload: [UInt8]) -> JSONContent {
        guard !payload.isEmpty else { return .null }
        do throws(HubError) {
            return try RestJSON.decode(JSONContent.self, from: payload)
        } catch {
            return .string(String(decoding: payload, as: UTF8.self))
        }
    }

    private static func offline(_ identity: DeviceIdentity, _ hub: HubName) -> HubError {
        HubError(.deviceNotOnline, "Device '\(identity)' is not connected to hub '\(hub)'.", target: "deviceId")
    }

    private static func notListening(_ identity: DeviceIdentity, _ hub: HubName) -> HubError {
        HubError(
            .deviceNotOnline,
            "Device '\(identity)' is connected to hub '\(hub)', but takes no direct methods.",
            target: "deviceId"
        )
    }

    private static let gone = HubError(
        .deviceNotOnline,
        "The connection of the device ended before it answered.",
        target: "deviceId"
    )
}
