import HubModel
import NIOCore
import NIOPosix
import NIOSSL
import Testing

@testable import Transport

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What people read about a connection that broke.
@Suite struct ConnectionProblemTests {
    @Test func `each problem is told in words of our own`() {
        for (error, words) in Self.known { #expect(ConnectionProblem.words(error) == words) }
    }

    private static let known: [(any Error, String)] = [
        (NIOSSLError.uncleanShutdown, "it was cut off without being closed"),
        (NIOSSLError.handshakeFailed(.sslError([.eofDuringHandshake])), "the connection ended in the middle of it"),
        (NIOSSLError.handshakeFailed(.syscallError), "the connection ended in the middle of it"),
        (NIOSSLError.handshakeFailed(.zeroReturn), "the other end closed it"),
        (NIOSSLError.unableToValidateCertificate, "the certificate is not trusted"),
        (NIOSSLExtraError.failedToValidateHostname, "the certificate is for another name"),
        (ChannelError.eof, "the other end sends no more"),
        (ChannelError.ioOnClosedChannel, "it was closed already"),
        (ChannelError.connectTimeout(.seconds(1)), "nobody answered in time"),
        (IOError(errnoCode: ECONNRESET, reason: "read(descriptor:pointer:size:)"), "Connection reset by peer"),
        (SocketAddressError.unsupported, "there is no such address"),
    ]

    @Test func `a server that speaks no TLS is said to speak none`() async throws {
        try await Self.answering(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)) { words in
            #expect(words == "the other end does not speak TLS")
        }
    }

    @Test(arguments: [
        (40, "the two have no cipher in common, or a certificate is missing"),
        (112, "the other end does not know the name"),
        (80, "the other end refused it with alert 80 of TLS"),
    ])
    func `an alert says what the other end does not want`(number: UInt8, words: String) async throws {
        // A record of type 21 with a fatal alert (RFC 8446 §5.1, §6).
        try await Self.answering([21, 3, 3, 0, 2, 2, number]) { #expect($0 == words) }
    }

    /// The words for the handshake with a server that answers a hello with these bytes.
    private static func answering(_ bytes: [UInt8], _ check: (String) -> Void) async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let listener = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Answering(bytes))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(listener.localAddress?.port)
        let error = await #expect(throws: DialError.self) {
            let dialler = try Dialler(ConnectionSettings())
            _ = try await dialler.dial(DialTarget(host: "127.0.0.1", port: port), on: group.next()) { _ in }.get()
        }
        try await listener.close()
        let message = try #require(error).message
        let start = "The TLS handshake with 127.0.0.1:\(port) failed: "
        #expect(message.hasPrefix(start), "\(message)")
        check(String(message.dropFirst(start.count).dropLast()))
    }
}

/// Answers the first bytes, whatever they are.
private final class Answering: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    }
}

@available(*, unavailable)
extension Answering: Sendable {}
