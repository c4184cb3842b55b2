import HubControl
import HubModel
import Synchronization

/// A destination that takes what it is sent, after as many failures as it is told.
final class Receiver: DiagnosticSink {
    private struct State {
        var failures: [DiagnosticFailure] = []
        var batches: [DiagnosticBatch] = []
        var closed = 0
        var isStuck = false
    }

    private let state = Mutex(State())
    private let arrivals: AsyncStream<DiagnosticBatch>
    private let arrival: AsyncStream<DiagnosticBatch>.Continuation

    let gathering = Duration.zero

    init() { (arrivals, arrival) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1000)) }

    /// What the next deliveries fail with.
    func fail(_ failures: DiagnosticFailure...) { state.withLock { $0.failures += failures } }

    /// Deliveries come to no end until they are cancelled.
    func getStuck() { state.withLock { $0.isStuck = true } }

    /// What was taken.
    var taken: [DiagnosticBatch] { state.withLock { $0.batches } }

    var timesClosed: Int { state.withLock { $0.closed } }

    /// The next batch that arrives, taken or not.
    func next() async -> DiagnosticBatch? {
        var iterator = arrivals.makeAsyncIterator()
        return await iterator.next()
    }

    func deliver(_ batch: DiagnosticBatch) async throws(DiagnosticFailure) -> Int? {
        let (failure, isStuck) = state.withLock { state in
            (state.failures.isEmpty ? nil : state.failures.removeFirst(), state.isStuck)
        }
        arrival.yield(batch)
        if let failure { throw failure }
        if isStuck {
            // Only a cancellation ends it.
            let (never, _) = AsyncStream<Void>.makeStream()
            for await _ in never {}
            throw DiagnosticFailure("It was cut off.")
        }
        state.withLock { $0.batches.append(batch) }
        return 200
    }

    func close() async { state.withLock { $0.closed += 1 } }
}
