import HubClient
import HubModel
import StreamClient
import Synchronization

/// Sends requests without blocking whoever asks: each goes over a lane that is free, or waits for one.
final class RequestPool: Sendable {
    /// Requests under way at once, each with a connection and a thread.
    ///
    /// Most last milliseconds; those that wait for a device hold their lane.
    static let capacity = 32

    private struct State {
        var idle: [RequestLane] = []
        var made = 0
        var waiting: [(number: UInt64, continuation: CheckedContinuation<RequestLane?, Never>)] = []
        var nextNumber: UInt64 = 0
    }

    let settings: ClientSettings
    private let style: RequestStyle
    private let world: World
    private let authorization: Authorization
    private let state = Mutex(State())

    init(_ settings: ClientSettings, _ authorization: Authorization, _ style: RequestStyle, world: World) {
        var settings = settings
        if let retries = style.retries { settings.retries = retries }
        self.style = style
        self.settings = settings
        self.authorization = authorization
        self.world = world
    }

    /// The answer to a request.
    ///
    /// Throws the server's error, or why there is no answer; `RequestTimeout` for a cancelled task.
    func send(_ request: HubRequest, _ body: LaneBody = .whole) async throws(ClientError) -> HubResponse {
        guard let lane = await takeLane() else { throw Self.cancelled }
        defer { giveBack(lane) }
        var request = request
        if let value = authorization.field(now: world.now) {
            request.fields.append(HubRequest.Field("Authorization", value))
        }
        let flag = CancelFlag()
        do {
            return try await withTaskCancellationHandler {
                try await lane.send(request, body, until: flag)
            } onCancel: {
                flag.raise()
            }
        } catch let error as ClientError {
            throw error
        } catch {
            throw ClientError(HubError(.localFailure, "The request could not be sent.", detail: "\(error)"))
        }
    }

    /// The answer to a request as a value.
    func value<Value: Decodable>(_ type: Value.Type, of request: HubRequest) async throws(ClientError) -> Value {
        try decode(type, try await send(request))
    }

    func decode<Value: Decodable>(_ type: Value.Type, _ response: HubResponse) throws(ClientError) -> Value {
        try Self.decode(type, response.body, trackingID: response.trackingID)
    }

    /// A part of an answer as a value.
    static func decode<Value: Decodable>(
        _ type: Value.Type,
        _ bytes: [UInt8],
        trackingID: String? = nil
    ) throws(ClientError) -> Value {
        do throws(HubError) {
            return try RestJSON.decode(type, from: bytes)
        } catch {
            throw ClientError(
                HubError(.responseNotUnderstood, "The answer of the server cannot be read: \(error.message)"),
                trackingID: trackingID
            )
        }
    }

    static let cancelled = ClientError(HubError(.requestTimeout, "The request was given up."))

    /// A lane of one's own; `nil` where the task was cancelled while it waited.
    private func takeLane() async -> RequestLane? {
        let number = state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (isReady, lane) = state.withLock { state -> (Bool, RequestLane?) in
                    if Task.isCancelled { return (true, nil) }
                    if let lane = state.idle.popLast() { return (true, lane) }
                    guard state.made < Self.capacity else {
                        state.waiting.append((number, continuation))
                        return (false, nil)
                    }
                    state.made += 1
                    return (true, RequestLane(settings, style, world: world, number: state.made))
                }
                if isReady { continuation.resume(returning: lane) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0) }
            }
            waiter?.continuation.resume(returning: nil)
        }
    }

    private func giveBack(_ lane: RequestLane) {
        let next = state.withLock { state -> CheckedContinuation<RequestLane?, Never>? in
            guard !state.waiting.isEmpty else {
                state.idle.append(lane)
                return nil
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume(returning: lane)
    }
}
