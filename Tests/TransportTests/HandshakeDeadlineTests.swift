import NIOCore
import NIOEmbedded
import NIOTLS
import Testing

@testable import Transport

struct HandshakeDeadlineTests {
    private func connection() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handler: HandshakeDeadlineHandler(logger: Fixtures.silent))
        channel.connect(to: try SocketAddress(ipAddress: "192.0.2.1", port: 1), promise: nil)
        return channel
    }

    @Test func `a handshake that is not complete after ten seconds is cut off`() throws {
        let channel = try connection()
        channel.embeddedEventLoop.advanceTime(by: .seconds(9))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test func `after the handshake the handler is gone and the event went on`() throws {
        let channel = try connection()
        let recorder = EventRecorder()
        try channel.pipeline.syncOperations.addHandler(recorder)
        channel.pipeline.fireUserInboundEventTriggered(TLSUserEvent.handshakeCompleted(negotiatedProtocol: "http/1.1"))
        #expect(recorder.events == [.handshakeCompleted(negotiatedProtocol: "http/1.1")])
        #expect(throws: (any Error).self) {
            try channel.pipeline.syncOperations.handler(type: HandshakeDeadlineHandler.self)
        }
        channel.embeddedEventLoop.advanceTime(by: .seconds(100))
        #expect(channel.isActive)
    }

    @Test func `a channel that is active already has the same time`() throws {
        let channel = EmbeddedChannel()
        channel.connect(to: try SocketAddress(ipAddress: "192.0.2.1", port: 1), promise: nil)
        try channel.pipeline.syncOperations.addHandler(HandshakeDeadlineHandler(logger: Fixtures.silent))
        channel.embeddedEventLoop.advanceTime(by: .seconds(10))
        #expect(!channel.isActive)
    }
}

private final class EventRecorder: ChannelInboundHandler {
    typealias InboundIn = NIOAny
    private(set) var events: [TLSUserEvent] = []

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? TLSUserEvent { events.append(event) }
    }
}

@available(*, unavailable)
extension EventRecorder: Sendable {}
