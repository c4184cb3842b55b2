import HubModel
import NIOCore
import Synchronization

/// The queues of one stream with the tasks that wait at them.
///
/// Locked, because the tasks run anywhere; nobody is woken and no channel is touched while it is.
final class StreamPipe: Sendable {
    private struct State {
        var queues = StreamPipeState()
        var reader: CheckedContinuation<Void, Never>?
        var writers: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var nextWriter: UInt64 = 0
    }

    private let state = Mutex(State())
    private let channel: any Channel
    private let handler: NIOLoopBound<ByteStreamHandler>

    /// To be made on the event loop of the channel.
    init(_ channel: any Channel, _ handler: ByteStreamHandler) {
        self.channel = channel
        self.handler = NIOLoopBound(handler, eventLoop: channel.eventLoop)
    }

    var end: StreamEnd? { state.withLock { $0.queues.end } }
}

// The channel's side; on its event loop.
extension StreamPipe {
    var wantsData: Bool { state.withLock { $0.queues.wantsData } }

    func received(_ chunk: ByteBuffer) { wakeReader { $0.received(chunk) } }

    func inputClosed() { wakeReader { $0.inputClosed() } }

    func ended(_ end: StreamEnd) {
        wakeReader { $0.ended(end) }
        wakeWriters()
    }

    func wrote(_ count: Int) {
        state.withLock { $0.queues.wrote(count) }
        wakeWriters()
    }

    func takeOrders() -> [StreamPipeState.Order] { state.withLock { $0.queues.takeOrders() } }

    private func wakeReader(_ change: (inout StreamPipeState) -> Void) {
        let reader = state.withLock { state in
            change(&state.queues)
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume()
    }

    private func wakeWriters() {
        let writers = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            guard state.queues.hasRoom, !state.writers.isEmpty else { return [] }
            defer { state.writers = [:] }
            return Array(state.writers.values)
        }
        for writer in writers { writer.resume() }
    }
}

// The tasks' side.
extension StreamPipe {
    func next() async throws(ByteStreamError) -> ByteBuffer? {
        while true {
            guard !Task.isCancelled else { throw .cancelled }
            let (taken, resumes) = state.withLock { $0.queues.take() }
            if resumes { onLoop { $0.resumeReading() } }
            switch taken {
            case .chunk(let chunk): return chunk
            case .finished: return nil
            case .broke(let end): throw .ended(end)
            case .wait: await untilSomethingComes()
            }
        }
    }

    func write(_ bytes: ByteBuffer) async throws(ByteStreamError) {
        var rest = bytes
        repeat {
            guard let piece = rest.readSlice(length: min(rest.readableBytes, StreamChannel.maximumReadBytes)) else {
                return
            }
            guard try put({ $0.put(piece) }) else { continue }
            try await untilThereIsRoom()
        } while rest.readableBytes > 0
    }

    func finish() throws(ByteStreamError) {
        _ = try put { $0.finish() }
    }

    /// Tells the channel, and does not wait.
    func abandon() {
        if state.withLock({ $0.queues.close() }) { onLoop { $0.perform() } }
    }

    /// Queues an order; returns whether the writer must wait.
    private func put(_ change: (inout StreamPipeState) -> StreamPipeState.Put) throws(ByteStreamError) -> Bool {
        switch state.withLock({ change(&$0.queues) }) {
        case .queued(let mustWait, let startsWriting):
            // One task of the event loop for all that is queued until it runs: many small writes become one frame.
            if startsWriting { onLoop { $0.perform() } }
            return mustWait
        case .finished: throw .finished
        case .ended(let end): throw .ended(end)
        }
    }

    private func onLoop(_ body: @escaping @Sendable (ByteStreamHandler) -> Void) {
        let handler = handler
        channel.eventLoop.execute { body(handler.value) }
    }

    private func untilSomethingComes() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state -> Bool in
                    precondition(state.reader == nil, "one task reads a stream at a time")
                    if Task.isCancelled || state.queues.isReady { return true }
                    state.reader = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            wakeReader { _ in }
        }
    }

    private func untilThereIsRoom() async throws(ByteStreamError) {
        let number = state.withLock { state in
            state.nextWriter += 1
            return state.nextWriter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state -> Bool in
                    if Task.isCancelled || state.queues.hasRoom { return true }
                    state.writers[number] = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.writers.removeValue(forKey: number) }?.resume()
        }
        guard !Task.isCancelled else { throw .cancelled }
        if case let end? = end { throw .ended(end) }
    }
}
