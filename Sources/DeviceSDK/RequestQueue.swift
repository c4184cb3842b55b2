import StreamClient
import Synchronization

/// The stream requests that nobody has taken yet, and the task that waits for one.
///
/// States: open → ended (with an error or without), once what waits is taken.
final class RequestQueue: Sendable {
    /// As many wait at most; the control connection brings no more than a few a second.
    static let capacity = 64

    private struct State {
        var waiting: [StreamRequest] = []
        var taker: CheckedContinuation<Void, Never>?
        var end: Result<Void, ClientError>?
    }

    private let state = Mutex(State())

    /// Takes a request in; says whether there was room.
    func put(_ request: StreamRequest) -> Bool {
        change { state in
            guard state.end == nil, state.waiting.count < Self.capacity else { return false }
            state.waiting.append(request)
            return true
        }
    }

    /// No more requests come.
    func end(_ error: ClientError?) {
        change { state in
            guard state.end == nil else { return }
            state.end = error.map { .failure($0) } ?? .success(())
        }
    }

    /// The next request; `nil` at the end, and when the task is cancelled.
    func next() async throws(ClientError) -> StreamRequest? {
        while !Task.isCancelled {
            let (request, end) = state.withLock { state in
                state.waiting.isEmpty ? (nil, state.end) : (state.waiting.removeFirst(), nil)
            }
            if let request { return request }
            if let end {
                try end.get()
                return nil
            }
            await untilSomethingComes()
        }
        return nil
    }

    private func untilSomethingComes() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    precondition(state.taker == nil, "one task takes stream requests at a time")
                    if Task.isCancelled || !state.waiting.isEmpty || state.end != nil { return true }
                    state.taker = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            change { _ in }
        }
    }

    private func change<Value: Sendable>(_ body: (inout State) -> Value) -> Value {
        let (value, taker) = state.withLock { state in
            let value = body(&state)
            defer { state.taker = nil }
            return (value, state.taker)
        }
        taker?.resume()
        return value
    }
}
