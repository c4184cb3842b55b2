import HTTPTypes
import HubControl
import HubModel
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Synchronization
import TestSupport
import Testing

@testable import HubAPI

/// How a stream of events treats its client, whatever the events are.
@Suite(.timeLimit(.minutes(1))) struct EventStreamTests {
    private let api: API

    init() async throws { api = try await API() }

    private func stream(
        _ patience: EventStream.Patience,
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) async throws -> EventStream {
        let fixture = api.fixture
        let tail = try await fixture.control.logs.tail(fixture.owner, fixture.hub, LogFilter(), after: nil)
        return EventStream(tail, ClientWatch(channel: api.channel), logger, patience)
    }

    /// All places of the owner's token but one.
    private func holders() async throws -> [LogTail] {
        let fixture = api.fixture
        var tails: [LogTail] = []
        for _ in 1..<8 {
            tails.append(try await fixture.control.logs.tail(fixture.owner, fixture.hub, LogFilter(), after: nil))
        }
        return tails
    }

    @Test func `a client hears something every 15 seconds, and is cut when it takes nothing for 10`() {
        let patience = EventStream.Patience()
        #expect(patience.heartbeat == .seconds(15))
        #expect(patience.writeDeadline == .seconds(10))
    }

    @Test func `where nothing happens there is a heartbeat`() async throws {
        var patience = EventStream.Patience()
        patience.heartbeat = .zero
        let seen = EventWriter.Events()
        let tails = api.fixture.control.logs.tails
        try await stream(patience).body.write(
            EventWriter(seen: seen, enough: ": nothing new\n\n: nothing new\n\n") { tails.stop() }
        )
        #expect(seen.text == ":\n\n: nothing new\n\n: nothing new\n\nEND")
    }

    @Test func `a client that takes nothing is cut, which is logged, and its place is free`() async throws {
        var patience = EventStream.Patience()
        (patience.look, patience.writeDeadline) = (.milliseconds(5), .milliseconds(50))
        let kept = Kept()
        let others = try await holders()
        await #expect(throws: StuckWriter.Cut.self) {
            try await stream(patience, logger: kept.logger).body.write(StuckWriter(channel: api.channel))
        }
        #expect(!api.channel.isActive)
        #expect(kept.lines == ["event stream cut: the client takes nothing"])
        _ = try await stream(patience)
        withExtendedLifetime(others) {}
    }

    @Test func `a tail that ends while its client takes nothing is cut at once`() async throws {
        var patience = EventStream.Patience()
        patience.look = .milliseconds(5)
        let kept = Kept()
        let stream = try await stream(patience, logger: kept.logger)
        api.fixture.control.logs.tails.stop()
        await #expect(throws: StuckWriter.Cut.self) {
            try await stream.body.write(StuckWriter(channel: api.channel))
        }
        #expect(kept.lines == ["event stream cut: it has ended"])
    }

    @Test func `a client that hangs up gives its place back at once`() async throws {
        let others = try await holders()
        let (seen, channel) = (EventWriter.Events(), api.channel)
        try await stream(EventStream.Patience()).body.write(
            EventWriter(seen: seen, enough: ":\n\n") { channel.close(promise: nil) }
        )
        #expect(seen.text == ":\n\nEND")
        _ = try await stream(EventStream.Patience())
        withExtendedLifetime(others) {}
    }
}

/// A client that takes nothing until the connection is closed.
private struct StuckWriter: ResponseBodyWriter {
    struct Cut: Error {}

    let channel: NIOAsyncTestingChannel

    func write(_ buffer: ByteBuffer) async throws {
        try await channel.closeFuture.get()
        throw Cut()
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

/// Keeps what is logged.
private final class Kept: Sendable {
    private let kept = Mutex<[String]>([])
    var lines: [String] { kept.withLock { $0 } }
    var logger: Logger {
        ListeningLog.logger { event in
            guard event.level >= .info else { return }
            self.kept.withLock { $0.append("\(event.message): \(event.metadata?["reason"] ?? "")") }
        }
    }
}
