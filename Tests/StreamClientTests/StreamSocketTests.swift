import HubModel
import NIOCore
import NIOEmbedded
import StreamCore
import Testing

@testable import StreamClient

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The handler of a stream's WebSocket, with the test as the gateway.
@Suite struct StreamSocketTests {
    private struct Socket {
        let channel = EmbeddedChannel()
        let handler: StreamSocketHandler

        init(hasHalfClose: Bool = true) throws {
            let end = channel.eventLoop.makePromise(of: StreamEnd.self)
            handler = StreamSocketHandler(hasHalfClose: hasHalfClose, world: .real, end: end)
            try channel.pipeline.syncOperations.addHandler(handler)
            channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
        }

        /// What the server reads next, as its reader tells it; payload as text.
        func sent() throws -> [String] {
            var reader = FrameReader(role: .server)
            var events: [FrameEvent] = []
            while var bytes = try channel.readOutbound(as: ByteBuffer.self) {
                while bytes.readableBytes > 0 { reader.received(&bytes, into: &events) }
            }
            return events.compactMap { event in
                switch event {
                case .header(let header): "\(header.opcode)"
                case .payload(let bytes): String(buffer: bytes)
                case .frameEnd: nil
                case .ping: "ping"
                case .pong(let bytes): "pong " + String(buffer: bytes)
                case .close(let status): "close \(status.map { Int($0.code.number) } ?? 0)"
                case .failed(let violation): "\(violation)"
                }
            }
        }

        func receive(_ write: (inout ByteBuffer) -> Void) throws {
            var bytes = ByteBuffer()
            write(&bytes)
            try channel.writeInbound(bytes)
        }

        func receive(_ opcode: DataOpcode, _ text: String) throws {
            try receive { FrameWriter.writeFrame(opcode, ByteBuffer(string: text), key: nil, into: &$0) }
        }
    }

    @Test func `what comes before somebody takes over is kept, and handed on`() throws {
        let socket = try Socket()
        try socket.receive(.binary, "early")
        #expect(try socket.channel.readInbound(as: ByteBuffer.self) == nil)
        #expect(socket.handler.takeOver(isInPipeline: true).isEmpty)
        #expect(try socket.channel.readInbound(as: ByteBuffer.self) == ByteBuffer(string: "early"))
    }

    @Test func `what came before the connection broke is not lost`() throws {
        let socket = try Socket()
        try socket.receive(.binary, "early")
        try socket.receive { FrameWriter.writeClose(nil, key: nil, into: &$0) }
        socket.channel.embeddedEventLoop.run()
        #expect(!socket.channel.isActive)
        #expect(socket.handler.takeOver(isInPipeline: false) == [ByteBuffer(string: "early")])
        #expect(socket.handler.ending == .connectionLost("the other side broke off"))
    }

    @Test func `what broke the connection is told in words`() throws {
        let socket = try Socket()
        _ = socket.handler.takeOver(isInPipeline: true)
        socket.channel.pipeline.fireErrorCaught(
            IOError(errnoCode: ECONNRESET, reason: "read(descriptor:pointer:size:)")
        )
        #expect(socket.handler.ending == .connectionLost("Connection reset by peer"))
    }

    @Test func `small frames of one read are handed on as one`() throws {
        let socket = try Socket()
        _ = socket.handler.takeOver(isInPipeline: true)
        try socket.receive { bytes in
            for text in ["a", "b", "c"] {
                FrameWriter.writeFrame(.binary, ByteBuffer(string: text), key: nil, into: &bytes)
            }
        }
        #expect(try socket.channel.readInbound(as: ByteBuffer.self) == ByteBuffer(string: "abc"))
    }

    @Test func `writes up to a flush are one frame, and pings are answered`() throws {
        let socket = try Socket()
        _ = socket.handler.takeOver(isInPipeline: true)
        socket.channel.write(ByteBuffer(string: "one "), promise: nil)
        socket.channel.write(ByteBuffer(string: "two"), promise: nil)
        socket.channel.flush()
        #expect(try socket.sent() == ["binary", "one two"])
        try socket.receive { FrameWriter.writePing(ByteBuffer(string: "x"), key: nil, into: &$0) }
        #expect(try socket.sent() == ["pong x"])
    }

    @Test func `finishing sends a fin, and the last of both closes`() throws {
        let socket = try Socket()
        _ = socket.handler.takeOver(isInPipeline: true)
        socket.channel.write(ByteBuffer(string: "data"), promise: nil)
        socket.channel.close(mode: .output, promise: nil)
        #expect(try socket.sent() == ["binary", "data", "text", "fin"])
        #expect(throws: ChannelError.outputClosed) { try socket.channel.writeOutbound(ByteBuffer(string: "late")) }
        try socket.receive(.text, "fin")
        #expect(try socket.sent() == ["close 1000"])
        try socket.receive { FrameWriter.writeClose(CloseStatus(.normal), key: nil, into: &$0) }
        #expect(socket.handler.ending == .finished)
        #expect(!socket.channel.isActive)
    }

    @Test func `a close frame is sent back, and ends the stream`() throws {
        let socket = try Socket(hasHalfClose: false)
        _ = socket.handler.takeOver(isInPipeline: true)
        try socket.receive { FrameWriter.writeClose(CloseStatus(.normal, reason: "bye"), key: nil, into: &$0) }
        #expect(try socket.sent() == ["close 1000"])
        #expect(socket.handler.ending == .finished)
        #expect(!socket.channel.isActive)
    }

    @Test func `a server that does not answer a close is left after 5 s`() throws {
        let socket = try Socket()
        _ = socket.handler.takeOver(isInPipeline: true)
        socket.channel.close(promise: nil)
        #expect(try socket.sent() == ["text", "fin", "close 1000"])
        #expect(socket.channel.isActive)
        socket.channel.embeddedEventLoop.advanceTime(by: .seconds(5))
        #expect(!socket.channel.isActive)
        #expect(socket.handler.ending == .closedHere)
    }

    @Test func `a server that breaks the rules is told, and left`() throws {
        let socket = try Socket()
        _ = socket.handler.takeOver(isInPipeline: true)
        try socket.receive { FrameWriter.writeFrame(.binary, ByteBuffer(string: "x"), key: MaskingKey(7), into: &$0) }
        #expect(try socket.sent() == ["close 1002"])
        #expect(!socket.channel.isActive)
    }
}
