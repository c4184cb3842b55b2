import Dispatch
import HubModel
import NIOCore
import StreamClient
import Synchronization

/// Bytes on their way between a task and the thread of a lane: a body that is sent or comes bit by bit.
///
/// ```
/// open ─ended(error or none)→ ended, once the bytes are taken
///      ─abandoned→ abandoned: whoever still writes or reads is told
/// ```
/// One end is a task, which waits without a thread; the other is libcurl's callback, which blocks its own. Writers wait
/// while `capacity` bytes are untaken.
final class LanePipe: Sendable {
    /// One piece more may be added to it: a few hundred lines of an import.
    static let capacity = 256 << 10

    private struct State {
        var bytes = ByteBuffer()
        var end: Result<Void, ClientError>?
        var isAbandoned = false
        var task: CheckedContinuation<Void, Never>?

        var hasRoom: Bool { isAbandoned || bytes.readableBytes < LanePipe.capacity }
        var isReady: Bool { isAbandoned || end != nil || bytes.readableBytes > 0 }
    }

    private let state = Mutex(State())
    /// Wakes the thread; it may find nothing new.
    private let changed = DispatchSemaphore(value: 0)

    private static let givenUp = HubError(.requestTimeout, "The request was given up.")

    /// No more bytes come, because of an error or because that was all.
    func end(_ error: ClientError?) {
        change { state in
            if state.end == nil { state.end = error.map { .failure($0) } ?? .success(()) }
        }
    }

    /// One end wants no more.
    func abandon() { change { $0.isAbandoned = true } }

    private func change<Value: Sendable>(_ body: (inout State) -> Value) -> Value {
        let (value, task) = state.withLock { state in
            let value = body(&state)
            defer { state.task = nil }
            return (value, state.task)
        }
        task?.resume()
        changed.signal()
        return value
    }
}

// The thread's end.
extension LanePipe {
    /// Writes; blocks while there is no room, and throws when nobody reads any more.
    func put(_ bytes: UnsafeRawBufferPointer) throws(HubError) {
        while true {
            let (isDone, isAbandoned) = state.withLock { ($0.hasRoom, $0.isAbandoned) }
            if isAbandoned { throw Self.givenUp }
            guard !isDone else { break }
            changed.wait()
        }
        let piece = ByteBuffer(bytes: bytes)
        change { _ = $0.bytes.writeImmutableBuffer(piece) }
    }

    /// Reads; blocks until there is something, gives 0 at the end, and throws when the writer gave up.
    func take(into buffer: UnsafeMutableRawBufferPointer) throws(HubError) -> Int {
        while !state.withLock({ $0.isReady }) { changed.wait() }
        let (piece, isAbandoned) = change { state in
            let count = min(state.bytes.readableBytes, buffer.count)
            let piece = state.bytes.readSlice(length: count) ?? ByteBuffer()
            state.bytes.discardReadBytes()
            return (piece, state.isAbandoned)
        }
        if isAbandoned { throw Self.givenUp }
        buffer.copyBytes(from: piece.readableBytesView)
        return piece.readableBytes
    }
}

// The task's end.
extension LanePipe {
    /// Writes, and waits while there is no room; says whether somebody still reads.
    func put(_ bytes: [UInt8]) async -> Bool {
        change { _ = $0.bytes.writeBytes(bytes) }
        await untilChanged { $0.hasRoom }
        return !state.withLock { $0.isAbandoned }
    }

    /// Everything that waits; `nil` at the end, and when the task is cancelled.
    func take() async throws(ClientError) -> ByteBuffer? {
        await untilChanged { $0.isReady }
        let (bytes, end) = change { state in
            let bytes = state.bytes
            state.bytes = ByteBuffer()
            return (bytes, state.end)
        }
        if bytes.readableBytes > 0 { return bytes }
        if case .failure(let error) = end { throw error }
        return nil
    }

    private func untilChanged(_ isSo: @Sendable (State) -> Bool) async {
        while !Task.isCancelled, !state.withLock({ isSo($0) }) {
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let goesOn = state.withLock { state in
                        precondition(state.task == nil, "one task at one end of a pipe")
                        if Task.isCancelled || isSo(state) { return true }
                        state.task = continuation
                        return false
                    }
                    if goesOn { continuation.resume() }
                }
            } onCancel: {
                change { _ in }
            }
        }
    }
}
