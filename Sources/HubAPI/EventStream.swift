import HubControl
import HubModel
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// A tail as server-sent events (WHATWG HTML §9.2).
struct EventStream: Sendable {
    /// How patient it is.
    struct Patience: Sendable {
        /// A comment is sent after as long without an event: proxies end what is silent for a minute.
        var heartbeat = Duration.seconds(15)
        /// How long a client may take nothing.
        var writeDeadline = Duration.seconds(10)
        /// How often it is looked whether the client takes nothing, or the tail has to end.
        var look = Duration.milliseconds(500)
    }

    /// Whether the tail may go on.
    private let isRunning: @Sendable () -> Bool
    /// The next events, and whether they are the first; none when there was nothing for so long, `nil` at the end.
    private let next: @Sendable (Duration, Bool) async throws(HubError) -> ByteBuffer?
    private let client: ClientWatch
    private let logger: Logger
    private let patience: Patience

    /// The activity log: each record has its place in the chain as `id`, so that a client goes on where it was cut.
    init(_ tail: LogTail, _ client: ClientWatch, _ logger: Logger, _ patience: Patience = Patience()) {
        isRunning = { tail.isRunning }
        next = { (patience, _) throws(HubError) in try await tail.next(patience: patience).map(Self.events) }
        (self.client, self.logger, self.patience) = (client, logger, patience)
    }

    /// Streams: all that changed at once are the page of one event, and a client that comes back begins anew.
    ///
    /// The first page comes at once, also where there is no stream: what follows it has changed since.
    init(_ tail: StreamTail, _ client: ClientWatch, _ logger: Logger, _ patience: Patience = Patience()) {
        isRunning = { tail.isRunning }
        next = { (patience, isFirst) throws(HubError) in
            let streams = try await tail.next(patience: isFirst ? .zero : patience)
            return try streams.map { (streams) throws(HubError) in
                streams.isEmpty && !isFirst ? ByteBuffer() : try Self.event(streams)
            }
        }
        (self.client, self.logger, self.patience) = (client, logger, patience)
    }

    var body: ResponseBody {
        ResponseBody { writer in
            let watch = WriteWatch()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await guardWrites(watch) }
                defer { group.cancelAll() }
                // A first comment makes proxies and clients pass on the head.
                var pieces = ByteBuffer(string: ":\n\n")
                var isFirst = true
                while true {
                    watch.began()
                    try await writer.write(pieces)
                    watch.ended()
                    // Whoever hangs up gives the tail's place back at once, not with the next heartbeat.
                    let events = try await client.cancelling { [isFirst] () throws(HubError) in
                        try await nextUnlessGone(isFirst: isFirst)
                    }
                    guard let events else { break }
                    isFirst = false
                    pieces = events.readableBytes > 0 ? events : ByteBuffer(string: ": nothing new\n\n")
                }
            }
            try await writer.finish(nil)
        }
    }

    private func nextUnlessGone(isFirst: Bool) async throws(HubError) -> ByteBuffer? {
        do throws(HubError) {
            return try await next(patience.heartbeat, isFirst)
        } catch {
            // What the hang-up has cut off is no failure.
            guard Task.isCancelled else { throw error }
            return nil
        }
    }

    private static func events(_ records: [LogRecord]) throws(HubError) -> ByteBuffer {
        var buffer = ByteBuffer()
        for record in records {
            buffer.writeString("id: \(record.sequence)\ndata: ")
            buffer.writeBytes(try RestJSON.encode(record))
            buffer.writeString("\n\n")
        }
        return buffer
    }

    private static func event(_ streams: [StreamResource]) throws(HubError) -> ByteBuffer {
        var buffer = ByteBuffer(string: "data: ")
        buffer.writeBytes(try RestJSON.encode(Page(value: streams)))
        buffer.writeString("\n\n")
        return buffer
    }

    /// Cuts the connection where a write does not end in time, or the tail has ended while it waits.
    private func guardWrites(_ watch: WriteWatch) async {
        while !Task.isCancelled {
            // Cancellation ends the wait; the loop sees it.
            try? await Task.sleep(for: patience.look)
            let waited = watch.waited(patience.look)
            let isSlow = waited >= patience.writeDeadline
            guard isSlow || (waited > .zero && !isRunning()) else { continue }
            logger.info("event stream cut", metadata: ["reason": isSlow ? "the client takes nothing" : "it has ended"])
            client.channel.close(promise: nil)
            return
        }
    }
}

extension Reply {
    /// Events, as long as their tail may go on.
    static func events(_ stream: EventStream) -> Reply {
        var reply = Reply(contentType: "text/event-stream")
        reply.body = .stream(stream.body)
        return reply
    }
}

/// How long the present write has waited, in looks.
private final class WriteWatch: Sendable {
    private let state = Mutex<Duration?>(nil)

    func began() { state.withLock { $0 = .zero } }

    func ended() { state.withLock { $0 = nil } }

    /// Adds a look to the time that the present write has waited; zero where none waits.
    func waited(_ look: Duration) -> Duration {
        state.withLock { waited in
            guard let before = waited else { return .zero }
            waited = before + look
            return before + look
        }
    }
}
