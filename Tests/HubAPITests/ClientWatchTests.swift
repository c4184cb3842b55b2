import HubModel
import NIOCore
import NIOEmbedded
import Testing

@testable import HubAPI

@Suite struct ClientWatchTests {
    private func channel() async throws -> NIOAsyncTestingChannel {
        let channel = NIOAsyncTestingChannel()
        try await channel.connect(to: SocketAddress(ipAddress: "192.0.2.7", port: 40_000)).get()
        return channel
    }

    /// Ends when it is cancelled, and tells that it was.
    @Sendable private static func waiting() async throws(HubError) -> Bool {
        let (never, continuation) = AsyncStream<Void>.makeStream()
        for await _ in never {}
        continuation.finish()
        return Task.isCancelled
    }

    /// Runs work under watch, and `event` once the work has begun.
    private func cancelled(
        _ channel: NIOAsyncTestingChannel,
        by event: @escaping @Sendable () async throws -> Void
    ) async throws -> Bool {
        let (begun, signal) = AsyncStream<Void>.makeStream()
        return try await withThrowingTaskGroup(of: Bool?.self) { group in
            group.addTask {
                try await ClientWatch(channel: channel).cancelling { () throws(HubError) in
                    signal.finish()
                    return try await Self.waiting()
                }
            }
            group.addTask {
                for await _ in begun {}
                try await event()
                return nil
            }
            var result = false
            for try await value in group { result = value ?? result }
            return result
        }
    }

    @Test(.timeLimit(.minutes(1))) func `the end of the client's sending cancels the work`() async throws {
        let channel = try await channel()
        let isCancelled = try await cancelled(channel) {
            channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        }
        #expect(isCancelled)
        _ = try await channel.finish()
    }

    @Test(.timeLimit(.minutes(1))) func `the end of the connection cancels the work`() async throws {
        let channel = try await channel()
        let isCancelled = try await cancelled(channel) { try await channel.close().get() }
        #expect(isCancelled)
    }

    @Test(.timeLimit(.minutes(1))) func `a connection that is gone already cancels the work`() async throws {
        let channel = try await channel()
        try await channel.close().get()
        let isCancelled = try await ClientWatch(channel: channel).cancelling { () throws(HubError) in
            try await Self.waiting()
        }
        #expect(isCancelled)
    }

    @Test func `work that ends leaves the connection as it was`() async throws {
        let channel = try await channel()
        for number in 1...2 {
            let result = try await ClientWatch(channel: channel).cancelling { () throws(HubError) in number }
            #expect(result == number)
        }
        await #expect(throws: HubError(.deviceNotOnline, "gone")) {
            try await ClientWatch(channel: channel).cancelling { () throws(HubError) in
                throw HubError(.deviceNotOnline, "gone")
            }
        }
        #expect(channel.isActive)
        _ = try await channel.finish()
    }

    @Test func `other events pass`() async throws {
        let channel = try await channel()
        let isCancelled = try await ClientWatch(channel: channel).cancelling { () throws(HubError) in
            channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.outputClosed)
            // A turn of the loop: the event has been through the pipeline by then.
            try? await channel.eventLoop.submit {}.get()
            return Task.isCancelled
        }
        #expect(!isCancelled)
        _ = try await channel.finish()
    }
}
