import HubModel
import NIOCore
import NIOPosix
import StreamCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What a peer got from the gateway.
struct Received: Sendable {
    struct Message: Equatable, Sendable {
        let opcode: DataOpcode
        let bytes: ByteBuffer
    }

    var headers: [FrameHeader] = []
    var messages: [Message] = []
    /// All payload in order.
    var payload = ByteBuffer()
    var pings = 0
    var pongs: [ByteBuffer] = []
    /// Whether a close frame came, and what it said.
    var isEnded = false
    var status: CloseStatus?
    var violation: FrameViolation?
    var isDisconnected = false
    var reads = 0

    var texts: [String] { messages.map { String(buffer: $0.bytes) } }
}

/// A client of the gateway that speaks frames over plain TCP.
struct TestPeer: Sendable {
    static let key = MaskingKey(0x0BAD_F00D)

    let channel: any Channel
    let received: Observed<Received>
    private let handler: NIOLoopBound<PeerHandler>

    init(_ channel: any Channel, _ handler: NIOLoopBound<PeerHandler>, _ received: Observed<Received>) {
        self.channel = channel
        self.handler = handler
        self.received = received
    }

    func send(_ bytes: ByteBuffer) async throws { try await channel.writeAndFlush(bytes) }

    func send(_ text: String, _ opcode: DataOpcode = .binary, isFinal: Bool = true) async throws {
        try await send(Self.frame(ByteBuffer(string: text), opcode, isFinal: isFinal))
    }

    func sendClose(_ status: CloseStatus?) async throws {
        var bytes = ByteBuffer()
        FrameWriter.writeClose(status, key: Self.key, into: &bytes)
        try await send(bytes)
    }

    func sendPing(_ text: String) async throws {
        var bytes = ByteBuffer()
        FrameWriter.writePing(ByteBuffer(string: text), key: Self.key, into: &bytes)
        try await send(bytes)
    }

    func sendPong(_ text: String) async throws {
        var bytes = ByteBuffer()
        FrameWriter.writePong(ByteBuffer(string: text), key: Self.key, into: &bytes)
        try await send(bytes)
    }

    /// Sends the end of the connection, behind what was sent; no close frame.
    ///
    /// The gateway may have been faster.
    func disconnect() async throws {
        do { try await channel.close() } catch ChannelError.alreadyClosed {}
    }

    /// What was sent and is not acknowledged.
    func unsentBytes() async throws -> Int { try await channel.bytesInKernel(UInt(TIOCOUTQ)) }

    /// Reads or reads no more.
    func reads(_ isOn: Bool) async throws { try await channel.setOption(.autoRead, value: isOn).get() }

    /// Answers pings and close frames, or none.
    func answers(_ isOn: Bool) async throws {
        let handler = handler
        try await channel.eventLoop.submit { handler.value.answers = isOn }.get()
    }

    /// Sends back every message.
    func echoes() async throws {
        let handler = handler
        try await channel.eventLoop.submit { handler.value.echoes = true }.get()
    }

    static func frame(_ payload: ByteBuffer, _ opcode: DataOpcode = .binary, isFinal: Bool = true) -> ByteBuffer {
        var bytes = ByteBuffer()
        FrameWriter.writeFrame(opcode, isFinal: isFinal, payload, key: key, into: &bytes)
        return bytes
    }
}

final class PeerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let received: Observed<Received>
    private let admitted: EventLoopPromise<Bool>
    private var hasAnswer = false
    private var reader = FrameReader(role: .client)
    private var message: (opcode: DataOpcode, isFinal: Bool, bytes: ByteBuffer)?
    var answers = true
    var echoes = false

    init(_ received: Observed<Received>, _ admitted: EventLoopPromise<Bool>) {
        self.received = received
        self.admitted = admitted
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if !hasAnswer {
            hasAnswer = true
            admitted.succeed(bytes.readInteger(as: UInt8.self) == UInt8(ascii: "+"))
        }
        var events: [FrameEvent] = []
        while bytes.readableBytes > 0 { reader.received(&bytes, into: &events) }
        received.update { received in
            received.reads += 1
            for event in events { self.handle(event, &received, context) }
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if !hasAnswer { admitted.succeed(false) }
        received.update { $0.isDisconnected = true }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func handle(_ event: FrameEvent, _ received: inout Received, _ context: ChannelHandlerContext) {
        var answer = ByteBuffer()
        switch event {
        case .header(let header):
            received.headers.append(header)
            let opcode = header.opcode == .continuation ? message?.opcode ?? .binary : header.opcode
            message = (opcode, header.isFinal, message?.bytes ?? ByteBuffer())
        case .payload(let payload):
            received.payload.writeImmutableBuffer(payload)
            message?.bytes.writeImmutableBuffer(payload)
        case .frameEnd:
            guard let whole = message, whole.isFinal else { return }
            message = nil
            received.messages.append(Received.Message(opcode: whole.opcode, bytes: whole.bytes))
            if echoes { FrameWriter.writeFrame(whole.opcode, whole.bytes, key: TestPeer.key, into: &answer) }
        case .ping(let payload):
            received.pings += 1
            if answers { FrameWriter.writePong(payload, key: TestPeer.key, into: &answer) }
        case .pong(let payload):
            received.pongs.append(payload)
        case .close(let status):
            received.isEnded = true
            received.status = status
            if answers { FrameWriter.writeClose(nil, key: TestPeer.key, into: &answer) }
        case .failed(let violation):
            received.violation = violation
        }
        if answer.readableBytes > 0 { context.writeAndFlush(wrapOutboundOut(answer), promise: nil) }
    }
}

@available(*, unavailable)
extension PeerHandler: Sendable {}
