import Logging
import NIOCore
import NIOEmbedded
import NIOTLS
import Testing

@testable import Transport

struct ConnectionLimiterTests {
    private func address(_ text: String) throws -> SocketAddress { try SocketAddress(ipAddress: text, port: 1) }

    @Test(arguments: [
        (1024, ConnectionLimits(connections: 896, handshakes: 224, handshakesPerAddress: 56)),
        (65536, ConnectionLimits(connections: 57344, handshakes: 8192, handshakesPerAddress: 1024)),
        (1_048_576, ConnectionLimits(connections: 131_072, handshakes: 8192, handshakesPerAddress: 1024)),
        (70, ConnectionLimits(connections: 6, handshakes: 1, handshakesPerAddress: 1)),
        (10, ConnectionLimits(connections: 1, handshakes: 1, handshakesPerAddress: 1)),
    ])
    func `limits follow the number of descriptors`(descriptors: Int, limits: ConnectionLimits) {
        #expect(ConnectionLimits(descriptorLimit: descriptors) == limits)
    }

    @Test func `raising the descriptor limit twice gives the same`() {
        let first = DescriptorLimit.raise()
        #expect(first >= 64)
        #expect(DescriptorLimit.raise() == first)
    }

    @Test func `handshakes are bounded per address`() throws {
        let limiter = ConnectionLimiter(limits: .init(connections: 10, handshakes: 10, handshakesPerAddress: 2))
        let one = try address("192.0.2.1")
        let first = try #require(limiter.admit(one))
        _ = try #require(limiter.admit(one))
        #expect(limiter.admit(one) == nil)
        _ = try #require(limiter.admit(address("192.0.2.2")))
        first.handshakeCompleted()
        #expect(limiter.admit(one) != nil)
        #expect(limiter.counts == .init(connections: 4, handshakes: 3, refused: 1))
    }

    @Test func `an IPv6 network counts as one address`() throws {
        let limiter = ConnectionLimiter(limits: .init(connections: 10, handshakes: 10, handshakesPerAddress: 1))
        _ = try #require(limiter.admit(address("2001:db8:0:1::1")))
        #expect(limiter.admit(try address("2001:db8:0:1:ffff::2")) == nil)
        #expect(limiter.admit(try address("2001:db8:0:2::1")) != nil)
    }

    @Test func `a mapped IPv4 address counts as that address`() throws {
        #expect(AddressGroup(try address("::ffff:192.0.2.1")) == AddressGroup(try address("192.0.2.1")))
        #expect(AddressGroup(try address("::ffff:192.0.2.1")) != AddressGroup(try address("192.0.2.2")))
        #expect(AddressGroup(nil) == .other)
    }

    @Test func `handshakes are bounded in all and leave those inside alone`() throws {
        let limiter = ConnectionLimiter(limits: .init(connections: 4, handshakes: 2, handshakesPerAddress: 2))
        let admissions = try (1...2).map { try #require(limiter.admit(address("192.0.2.\($0)"))) }
        #expect(limiter.admit(try address("192.0.2.3")) == nil)
        admissions.forEach { $0.handshakeCompleted() }
        _ = try (3...4).map { try #require(limiter.admit(address("192.0.2.\($0)"))) }
        #expect(limiter.admit(try address("192.0.2.5")) == nil)
        admissions.forEach { $0.closed() }
        #expect(limiter.counts == .init(connections: 2, handshakes: 2, refused: 2))
    }

    @Test func `saying things twice counts once`() throws {
        let limiter = ConnectionLimiter(limits: .init(connections: 4, handshakes: 4, handshakesPerAddress: 4))
        let peer = try address("192.0.2.1")
        let finished = try #require(limiter.admit(peer))
        finished.handshakeCompleted()
        finished.handshakeCompleted()
        finished.closed()
        finished.closed()
        finished.handshakeCompleted()
        let aborted = try #require(limiter.admit(peer))
        aborted.closed()
        aborted.handshakeCompleted()
        aborted.closed()
        #expect(limiter.counts == .init())
    }

    @Test func `a refused connection is closed and the handlers behind never hear of it`() throws {
        let limiter = ConnectionLimiter(limits: .init(connections: 1, handshakes: 1, handshakesPerAddress: 1))
        let first = EmbeddedChannel(handler: AdmissionHandler(limiter: limiter, logger: Fixtures.silent))
        try first.connect(to: address("192.0.2.1")).wait()
        #expect(first.isActive)

        let heard = ActiveRecorder()
        let second = EmbeddedChannel(handlers: [AdmissionHandler(limiter: limiter, logger: Fixtures.silent), heard])
        second.connect(to: try address("192.0.2.2"), promise: nil)
        #expect(!second.isActive)
        #expect(!heard.sawActive)

        first.pipeline.fireUserInboundEventTriggered(TLSUserEvent.handshakeCompleted(negotiatedProtocol: nil))
        #expect(limiter.counts.handshakes == 0)
        _ = try first.finish()
        #expect(limiter.counts == .init(connections: 0, handshakes: 0, refused: 1))
    }
}

private final class ActiveRecorder: ChannelInboundHandler {
    typealias InboundIn = NIOAny
    private(set) var sawActive = false

    func channelActive(context: ChannelHandlerContext) {
        sawActive = true
        context.fireChannelActive()
    }
}

@available(*, unavailable)
extension ActiveRecorder: Sendable {}
