import NIOCore
import StreamCore

/// The server's side of a WebSocket connection whose binary frames carry a stream of bytes (MQTT 3.1.1 §6).
///
/// Payload is passed on as it arrives, whatever the frames; each write becomes one binary frame.
final class WebSocketHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var reader = FrameReader(role: .server)
    private var hasSentClose = false
    private var owesFlush = false
    /// What our close frame says.
    private var lastWord = CloseStatus(.normal)

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        var events: [FrameEvent] = []
        while bytes.readableBytes > 0, !hasSentClose {
            reader.received(&bytes, into: &events)
            for event in events {
                handle(event, context)
                if hasSentClose { break }
            }
            events.removeAll(keepingCapacity: true)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if owesFlush {
            owesFlush = false
            context.flush()
        }
        context.fireChannelReadComplete()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !hasSentClose else {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        let payload = unwrapOutboundIn(data)
        var frame = context.channel.allocator.buffer(capacity: payload.readableBytes + FrameWriter.maximumHeaderBytes)
        FrameWriter.writeFrame(.binary, payload, key: nil, into: &frame)
        context.write(wrapOutboundOut(frame), promise: promise)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode == .all { sendClose(lastWord, context) }
        context.close(mode: mode, promise: promise)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard let status = event as? CloseStatus else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        lastWord = status
        promise?.succeed()
    }

    private func handle(_ event: FrameEvent, _ context: ChannelHandlerContext) {
        switch event {
        case .header(let header):
            // MQTT-6.0.0-1: no other frames than binary ones.
            if header.opcode == .text { fail(Self.textRefused, context) }
        case .payload(let bytes): context.fireChannelRead(wrapInboundOut(bytes))
        case .frameEnd, .pong: break
        case .ping(let payload):
            // A peer that does not read what it asks for gets no more of it: else its pings would fill the memory.
            guard context.channel.isWritable else { return }
            var frame = context.channel.allocator.buffer(capacity: payload.readableBytes + 2)
            FrameWriter.writePong(payload, key: nil, into: &frame)
            context.write(wrapOutboundOut(frame), promise: nil)
            owesFlush = true
        case .close(let status): fail(status, context)
        case .failed(let violation): fail(violation.closeStatus, context)
        }
    }

    private static let textRefused = CloseStatus(
        .unsupportedData,
        reason: "MQTT is carried by binary frames (MQTT 3.1.1, section 6)."
    )

    private func fail(_ status: CloseStatus?, _ context: ChannelHandlerContext) {
        sendClose(status, context)
        context.close(mode: .all, promise: nil)
    }

    private func sendClose(_ status: CloseStatus?, _ context: ChannelHandlerContext) {
        guard !hasSentClose else { return }
        hasSentClose = true
        var frame = context.channel.allocator.buffer(capacity: FrameWriter.maximumHeaderBytes)
        FrameWriter.writeClose(status, key: nil, into: &frame)
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }
}

@available(*, unavailable)
extension WebSocketHandler: Sendable {}
