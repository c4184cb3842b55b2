import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOPosix
import NIOTLS
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(2)))
struct RequestHandlersTests {
    private static let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    /// A connection that begins at second 0, when its handshake is complete unless it `isHandshaking`.
    private func connection(
        upgraders: [any NIOTypedHTTPServerProtocolUpgrader<Void>] = [],
        hasTLS: Bool = true,
        isHandshaking: Bool = false
    ) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel()
        _ = try channel.pipeline.syncOperations.configureGuardedHTTPServerPipeline(
            configuration: .init(
                upgradeConfiguration: .init(
                    upgraders: upgraders,
                    notUpgradingCompletionHandler: { $0.eventLoop.makeSucceededVoidFuture() }
                )
            ),
            gate: UpgradeGate { $0.uri == "/" },
            deadlines: .init(),
            awaitsHandshake: hasTLS,
            logger: Fixtures.silent
        )
        channel.connect(to: try SocketAddress(ipAddress: "192.0.2.1", port: 1), promise: nil)
        if hasTLS, !isHandshaking {
            channel.pipeline.fireUserInboundEventTriggered(TLSUserEvent.handshakeCompleted(negotiatedProtocol: nil))
        }
        return channel
    }

    private func send(_ text: String, to channel: EmbeddedChannel) throws {
        try channel.writeInbound(ByteBuffer(string: text))
    }

    private func advance(_ channel: EmbeddedChannel, by seconds: Int64) {
        channel.embeddedEventLoop.advanceTime(by: .seconds(seconds))
    }

    private func respond(on channel: EmbeddedChannel) throws {
        let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["content-length": "0"])
        channel.write(HTTPServerResponsePart.head(head), promise: nil)
        try channel.writeAndFlush(HTTPServerResponsePart.end(nil)).wait()
    }

    private func requestHeads(read channel: EmbeddedChannel) throws -> Int {
        var count = 0
        while let part = try channel.readInbound(as: HTTPServerRequestPart.self) {
            if case .head = part { count += 1 }
        }
        return count
    }

    @Test func `nothing is awaited before the handshake is complete`() throws {
        let channel = try connection(isHandshaking: true)
        advance(channel, by: 100)
        #expect(channel.isActive)
    }

    @Test func `without TLS the time begins with the connection`() throws {
        let channel = try connection(hasTLS: false)
        advance(channel, by: 9)
        #expect(channel.isActive)
        advance(channel, by: 1)
        #expect(!channel.isActive)
    }

    @Test func `a connection that sends nothing is closed after ten seconds`() throws {
        let channel = try connection()
        advance(channel, by: 9)
        #expect(channel.isActive)
        advance(channel, by: 1)
        #expect(!channel.isActive)
    }

    @Test func `a head that comes byte by byte is closed after ten seconds`() throws {
        let channel = try connection()
        for byte in Self.request.prefix(9) {
            try send(String(byte), to: channel)
            advance(channel, by: 1)
        }
        #expect(channel.isActive)
        try send("P", to: channel)
        advance(channel, by: 1)
        #expect(!channel.isActive)
    }

    @Test func `a later head has ten seconds from its first byte`() throws {
        let channel = try connection()
        try send(Self.request, to: channel)
        try respond(on: channel)
        advance(channel, by: 70)
        #expect(channel.isActive)
        try send("GET", to: channel)
        advance(channel, by: 9)
        #expect(channel.isActive)
        advance(channel, by: 1)
        #expect(!channel.isActive)
    }

    @Test func `a connection kept alive is closed after 75 seconds without a request`() throws {
        let channel = try connection()
        try send(Self.request, to: channel)
        advance(channel, by: 100)
        try respond(on: channel)
        advance(channel, by: 74)
        #expect(channel.isActive)
        advance(channel, by: 1)
        #expect(!channel.isActive)
    }

    @Test func `many requests one after the other stay within their times`() throws {
        let channel = try connection()
        for _ in 0..<50 {
            try send(Self.request, to: channel)
            try respond(on: channel)
            advance(channel, by: 60)
        }
        #expect(channel.isActive)
        #expect(try requestHeads(read: channel) == 50)
    }

    @Test func `pipelined requests are all served`() throws {
        let channel = try connection()
        try send(Self.request + Self.request + Self.request + "GET / HT", to: channel)
        for number in 1...3 {
            #expect(try requestHeads(read: channel) == 1, "request \(number)")
            advance(channel, by: 100)
            try respond(on: channel)
        }
        advance(channel, by: 60)
        try send("TP/1.1\r\nHost: a\r\n\r\n", to: channel)
        #expect(try requestHeads(read: channel) == 1)
        #expect(channel.isActive)
    }

    @Test func `a body that stops is closed after thirty seconds`() throws {
        let channel = try connection()
        try send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n", to: channel)
        for _ in 0..<3 {
            channel.read()
            advance(channel, by: 29)
            try send("x", to: channel)
        }
        channel.read()
        advance(channel, by: 29)
        #expect(channel.isActive)
        advance(channel, by: 1)
        #expect(!channel.isActive)
    }

    @Test func `a body that the server does not read is not the peer's fault`() throws {
        let channel = try connection()
        try send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n", to: channel)
        advance(channel, by: 1000)
        #expect(channel.isActive)
        channel.read()
        advance(channel, by: 30)
        #expect(!channel.isActive)
    }

    @Test func `after an upgrade the bytes pass and no deadline is left`() throws {
        let channel = try connection(upgraders: [TestUpgrader()])
        // Bytes of the new protocol may come with the request.
        try send("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: test\r\n\r\nearly", to: channel)
        channel.embeddedEventLoop.run()
        let answer = try #require(try channel.readOutbound(as: ByteBuffer.self))
        #expect(String(buffer: answer).hasPrefix("HTTP/1.1 101"))
        advance(channel, by: 1000)
        #expect(channel.isActive)
        try send("late", to: channel)
        var received = ""
        while let bytes = try channel.readInbound(as: ByteBuffer.self) { received += String(buffer: bytes) }
        #expect(received == "earlylate")
        for name in ["RequestBytesHandler", "RequestPartsHandler"] {
            #expect(!"\(channel.pipeline)".contains(name))
        }
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\n",
        "GET /x HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: test\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: test\r\nContent-Length: 0\r\n\r\n",
        "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n",
    ])
    func `a request after which the decoder stops is answered and the connection closed`(request: String) throws {
        let channel = try connection(upgraders: [TestUpgrader()])
        try send(request, to: channel)
        #expect(try requestHeads(read: channel) == 1)
        try respond(on: channel)
        #expect(!channel.isActive)
        var answer = ""
        while let bytes = try channel.readOutbound(as: ByteBuffer.self) { answer += String(buffer: bytes) }
        #expect(answer.contains("connection: close"))
    }

    @Test func `an upgrade header without the connection option is ignored`() throws {
        let channel = try connection(upgraders: [TestUpgrader()])
        for _ in 0..<2 {
            try send("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: test\r\n\r\n", to: channel)
            #expect(try requestHeads(read: channel) == 1)
            try respond(on: channel)
        }
        #expect(channel.isActive)
    }

    @Test func `requests before the last one are answered first`() throws {
        let channel = try connection()
        try send(Self.request + "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", to: channel)
        try respond(on: channel)
        #expect(channel.isActive)
        try respond(on: channel)
        #expect(!channel.isActive)
    }

    @Test func `a peer that takes nothing of its response is closed`() async throws {
        let closed = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: Void.self)
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.closeFuture.cascade(to: closed)
                return channel.eventLoop.makeCompletedFuture {
                    _ = try channel.pipeline.syncOperations.configureGuardedHTTPServerPipeline(
                        configuration: .init(
                            upgradeConfiguration: .init(
                                upgraders: [],
                                notUpgradingCompletionHandler: { channel in
                                    channel.eventLoop.makeCompletedFuture {
                                        try channel.pipeline.syncOperations.addHandler(LargeAnswer())
                                    }
                                }
                            )
                        ),
                        gate: UpgradeGate { _ in false },
                        // The client may be held up before it sends its request; only the stall is meant here.
                        deadlines: .init(
                            firstRequest: .seconds(3600),
                            head: .seconds(3600),
                            stalledResponse: .milliseconds(50)
                        ),
                        awaitsHandshake: false,
                        logger: Fixtures.silent
                    )
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let address = try #require(server.localAddress)
        let client = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: false)
            .connect(to: address).get()
        try await client.writeAndFlush(ByteBuffer(string: Self.request))
        try await closed.futureResult.get()
        // The server's reset may have ended the client's side already.
        client.close(promise: nil)
        try await client.closeFuture.get()
        try await server.close()
    }
}

private struct TestUpgrader: NIOTypedHTTPServerProtocolUpgrader {
    typealias UpgradeResult = Void
    let supportedProtocol = "test"
    let requiredUpgradeHeaders: [String] = []

    func buildUpgradeResponse(
        channel: any Channel,
        upgradeRequest: HTTPRequestHead,
        initialResponseHeaders: HTTPHeaders
    ) -> EventLoopFuture<HTTPHeaders> {
        channel.eventLoop.makeSucceededFuture(initialResponseHeaders)
    }

    func upgrade(channel: any Channel, upgradeRequest: HTTPRequestHead) -> EventLoopFuture<Void> {
        channel.eventLoop.makeSucceededVoidFuture()
    }
}

/// Answers a request with more than any socket buffer holds.
private final class LargeAnswer: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .end = unwrapInboundIn(data) else { return }
        let body = ByteBuffer(repeating: 0, count: 64 << 20)
        let head = HTTPResponseHead(
            version: .http1_1,
            status: .ok,
            headers: ["content-length": "\(body.readableBytes)"]
        )
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}

@available(*, unavailable)
extension LargeAnswer: Sendable {}
