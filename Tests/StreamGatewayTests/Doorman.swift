import NIOCore
import NIOHTTP1
import StreamCore
import StreamGateway
import Transport

/// In the place of the HTTP handlers: takes a path and a token in one line each, asks the gateway, answers `+` or `-`.
final class Doorman: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let gateway: StreamGateway
    private var line = ByteBuffer()

    init(_ gateway: StreamGateway) {
        self.gateway = gateway
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        line.writeBuffer(&bytes)
        let ends = line.readableBytesView.indices.filter { line.readableBytesView[$0] == UInt8(ascii: "\n") }
        guard ends.count >= 2, let text = line.readString(length: ends[1] + 1 - line.readerIndex) else { return }
        let parts = text.split(separator: "\n").map(String.init)
        guard let admission = gateway.admit(Self.head(parts[0], parts[1]), on: context.channel) else {
            let channel = context.channel
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "-"))).whenComplete { _ in
                channel.close(promise: nil)
            }
            return
        }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "+")), promise: nil)
        do {
            try admission.start(context.channel)
        } catch {
            context.close(promise: nil)
        }
        let rest = line
        if rest.readableBytes > 0 {
            context.fireChannelRead(wrapInboundOut(rest))
            context.fireChannelReadComplete()
        }
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    }

    static func head(_ uri: String, _ token: String) -> HTTPRequestHead {
        HTTPRequestHead(
            version: .http1_1,
            method: .GET,
            uri: uri,
            headers: [
                "Host": "localhost:443", "Upgrade": "websocket", "Connection": "Upgrade",
                "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Protocol": "MQTT", "Authorization": "Bearer \(token)",
            ]
        )
    }

}

@available(*, unavailable)
extension Doorman: Sendable {}
