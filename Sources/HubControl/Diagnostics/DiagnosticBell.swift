/// Wakes one waiter: a ring while nobody waits is kept, and several are one.
final class DiagnosticBell: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        // One ring says all there is to say.
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func ring() { continuation.yield() }

    /// Nobody waits any more, now or later.
    func end() { continuation.finish() }

    /// Returns at the next ring, or tells by `false` that there is none any more.
    func wait() async -> Bool {
        var iterator = stream.makeAsyncIterator()
        return await iterator.next() != nil
    }
}
