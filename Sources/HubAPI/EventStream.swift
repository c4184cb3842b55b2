import HubControl
import HubModel
import Hummingbird
import NIOCore
import Synchronization

/// A tail of the activity log as server-sent events (WHATWG HTML §9.2): each record has its place in the chain as `id`,
/// so that a client goes on where it was cut.
struct EventStream: Sendable {
    /// A comment is sent after as long without a record: proxies end what is silent for a minute.
    static let heartbeat = Duration.seconds(15)
    /// How long a client may take nothing.
    static let writeDeadline = Duration.seconds(10)
    /// How often it is looked whether the client takes nothing, or the tail has to end.
    static let look = Duration.milliseconds(500)

    let tail: LogTail
    let channel: any Channel

    var body: ResponseBody {
        ResponseBody { writer in
            let watch = WriteWatch()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await guardWrites(watch) }
                defer { group.cancelAll() }
                // A first comment makes proxies and clients pass on the head.
                var pieces = ByteBuffer(string: ":\n\n")
                while true {
                    watch.began()
                    try await writer.write(pieces)
                    watch.ended()
                    guard let records = try await tail.next(patience: Self.heartbeat) else { break }
                    pieces = try Self.events(records)
                }
            }
            try await writer.finish(nil)
        }
    }

    private static func events(_ records: [LogRecord]) throws(HubError) -> ByteBuffer {
        guard !records.isEmpty else { return ByteBuffer(string: ": nothing new\n\n") }
        var buffer = ByteBuffer()
        for record in records {
            buffer.writeString("id: \(record.sequence)\ndata: ")
            buffer.writeBytes(try RestJSON.encode(record))
            buffer.writeString("\n\n")
        }
        return buffer
    }

    /// Cuts the connection where a write does not end in time, or the tail has ended while it waits.
    private func guardWrites(_ watch: WriteWatch) async {
        while !Task.isCancelled {
            // Cancellation ends the wait; the loop sees it.
            try? await Task.sleep(for: Self.look)
            let waited = watch.waited(Self.look)
            if waited >= Self.writeDeadline || (waited > .zero && !tail.isRunning) {
                channel.close(promise: nil)
                return
            }
        }
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
