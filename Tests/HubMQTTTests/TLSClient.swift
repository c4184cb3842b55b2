import NIOCore
import NIOPosix
import NIOSSL
import StreamCore
import Transport

/// A device that connects over TLS and gets packets one by one.
final class TLSClient {
    private let channel: any Channel
    private let packets: AsyncThrowingStream<MQTTPacket, any Error>

    init(port: Int, serverName: String?, credential: ServerCredential? = nil) async throws {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        if let credential {
            configuration.certificateChain = credential.chain.map { .certificate($0) }
            configuration.privateKey = .privateKey(credential.key)
        }
        let context = try NIOSSLContext(configuration: configuration)
        let (stream, continuation) = AsyncThrowingStream<MQTTPacket, any Error>.makeStream()
        packets = stream
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        try NIOSSLClientHandler(context: context, serverHostname: serverName),
                        PacketReader(continuation),
                    ])
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
    }

    func send(_ packets: MQTTPacket...) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: try TestDevice.bytes(packets)))
    }

    /// The next packet; `nil` at the end of the connection.
    func next() async throws -> MQTTPacket? {
        for try await packet in packets { return packet }
        return nil
    }

    func close() async throws {
        // The server may have been faster.
        try? await channel.close()
    }
}

private final class PacketReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let continuation: AsyncThrowingStream<MQTTPacket, any Error>.Continuation
    private var decoder = MQTTDecoder.client()
    private var bytes = ByteBuffer()

    init(_ continuation: AsyncThrowingStream<MQTTPacket, any Error>.Continuation) {
        self.continuation = continuation
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytes.writeImmutableBuffer(unwrapInboundIn(data))
        do {
            while let packet = try decoder.next(from: &bytes) { continuation.yield(packet) }
        } catch {
            continuation.finish(throwing: error)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        continuation.finish()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

@available(*, unavailable)
extension PacketReader: Sendable {}
