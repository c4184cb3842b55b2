import HubControl
import HubModel
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTP1
import StreamCore
import TestSupport
import Testing
import Transport

@testable import HubMQTT

/// MQTT over WebSocket, from the request to the packets.
@Suite(.timeLimit(.minutes(1)))
struct WebSocketTests {
    private let recorded = RecordedDoor()
    private let key = MaskingKey(1, 2, 3, 4)

    private func face() -> DeviceFace {
        DeviceFace(
            door: recorded.door,
            limits: MQTTLimits(),
            world: ManualWorld().world,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    private func head(
        _ path: String = "/$iothub/websocket",
        subprotocols: String? = "mqtt",
        host: String = "Hub.devicestream.localhost:8443"
    ) -> HTTPRequestHead {
        var headers: HTTPHeaders = [
            "Host": host, "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        ]
        if let subprotocols { headers.add(name: "Sec-WebSocket-Protocol", value: subprotocols) }
        return HTTPRequestHead(version: .http1_1, method: .GET, uri: path, headers: headers)
    }

    /// A channel that went on as a WebSocket connection.
    private func connection() async throws -> NIOAsyncTestingChannel {
        let channel = NIOAsyncTestingChannel()
        try await channel.connect(to: SocketAddress(ipAddress: "192.0.2.7", port: 1)).get()
        let (face, head) = (face(), head())
        try await channel.testingEventLoop.executeInContext {
            try #require(face.admit(head, on: channel)).start(channel)
        }
        return channel
    }

    private func frame(_ payload: [UInt8], _ opcode: DataOpcode = .binary, isFinal: Bool = true) -> ByteBuffer {
        var buffer = ByteBuffer()
        FrameWriter.writeFrame(opcode, isFinal: isFinal, ByteBuffer(bytes: payload), key: key, into: &buffer)
        return buffer
    }

    private func next(_ channel: NIOAsyncTestingChannel) async throws -> [UInt8] {
        for _ in 0..<2000 {
            await channel.testingEventLoop.run()
            if let bytes = try await channel.readOutbound(as: ByteBuffer.self) { return Array(bytes.readableBytesView) }
            try await Task.sleep(for: .milliseconds(1))
        }
        throw TestDevice.Silence()
    }

    @Test(arguments: ["mqtt", "MQTT", "AMQPWSB10, mqtt"])
    func `the subprotocol is echoed as it was offered`(offered: String) async throws {
        let channel = NIOAsyncTestingChannel()
        let admission = try #require(face().admit(head(subprotocols: offered), on: channel))
        #expect(admission.acceptance.subprotocol == offered.split(separator: " ").last.map(String.init))
    }

    @Test(arguments: [
        "/$iothub/websocket", "/%24iothub/websocket", "/$iothub/websocket?iothub-no-client-cert=true",
    ])
    func `the path is that of the SDKs`(path: String) async throws {
        #expect(face().admit(head(path), on: NIOAsyncTestingChannel()) != nil)
    }

    @Test(arguments: [
        "/", "/$iothub/websocket/", "/iothub/websocket", "/$iothub/websocket%zz", "/%2524iothub/websocket",
    ])
    func `another path is the router's`(path: String) async throws {
        #expect(face().admit(head(path), on: NIOAsyncTestingChannel()) == nil)
    }

    @Test(arguments: [nil, "AMQPWSB10"])
    func `without the subprotocol it is the router's`(offered: String?) async throws {
        #expect(face().admit(head(subprotocols: offered), on: NIOAsyncTestingChannel()) == nil)
    }

    @Test(arguments: [
        ("Hub.devicestream.localhost:8443", "hub.devicestream.localhost"), ("hub", "hub"), ("127.0.0.1:8443", nil),
        ("[::1]:8443", nil), ("", nil),
    ])
    func `the host is the name without its port`(field: String, name: String?) {
        #expect(head(host: field).namedHost == name)
    }

    @Test func `packets are a stream of bytes across frames`() async throws {
        let channel = try await connection()
        let bytes = try TestDevice.bytes([.connect(TestDevice.connect)])
        for (index, byte) in bytes.enumerated() {
            let isLast = index == bytes.count - 1
            try await channel.writeInbound(frame([byte], index == 0 ? .binary : .continuation, isFinal: isLast))
        }
        #expect(try await next(channel) == [0x82, 4, 0x20, 2, 1, 0])
        #expect(recorded.logins.first?.serverName == "hub.devicestream.localhost")
        try await channel.writeInbound(frame(try TestDevice.bytes([.pingRequest, .pingRequest])))
        #expect(try await next(channel) == [0x82, 4, 0xD0, 0, 0xD0, 0])
    }

    @Test func `a ping is answered, a pong is not`() async throws {
        let channel = try await connection()
        var buffer = ByteBuffer()
        FrameWriter.writePong(ByteBuffer(string: "unasked"), key: key, into: &buffer)
        FrameWriter.writePing(ByteBuffer(string: "hi"), key: key, into: &buffer)
        try await channel.writeInbound(buffer)
        #expect(try await next(channel) == [0x8A, 2] + Array("hi".utf8))
    }

    @Test func `a text frame is refused`() async throws {
        let channel = try await connection()
        try await channel.writeInbound(frame([1], .text))
        #expect(try await next(channel).starts(with: [0x88]))
        #expect(!channel.isActive)
    }

    @Test func `a close is echoed, and ours comes before the end`() async throws {
        let channel = try await connection()
        var buffer = ByteBuffer()
        FrameWriter.writeClose(CloseStatus(.goingAway), key: key, into: &buffer)
        try await channel.writeInbound(buffer)
        #expect(try await next(channel) == [0x88, 2, 0x03, 0xE9])
        #expect(!channel.isActive)
        let other = try await connection()
        try await other.writeInbound(frame([0xF0, 0]))
        #expect(try await next(other) == [0x88, 2, 0x03, 0xE8])
        #expect(!other.isActive)
    }

    @Test(arguments: [
        (MQTTCloseReason.takenOver, 4409, "the same device connected again, here or elsewhere"),
        (.revoked, 4401, "the device or its key is no longer valid"), (.shuttingDown, 1001, "the server stops"),
    ])
    func `a connection that the hub ends is told why`(reason: MQTTCloseReason, code: Int, words: String) async throws {
        let channel = try await connection()
        try await channel.writeInbound(frame(try TestDevice.bytes([.connect(TestDevice.connect)])))
        #expect(try await next(channel) == [0x82, 4, 0x20, 2, 1, 0])
        try #require(recorded.links.first).end(reason)
        let close: [UInt8] = [0x88, UInt8(words.utf8.count + 2), UInt8(code >> 8), UInt8(code & 0xFF)]
        #expect(try await next(channel) == close + Array(words.utf8))
        #expect(!channel.isActive)
    }

    @Test func `an unmasked frame is a breach`() async throws {
        let channel = try await connection()
        try await channel.writeInbound(ByteBuffer(bytes: [0x82, 1, 0]))
        #expect(try await next(channel).starts(with: [0x88]))
        #expect(!channel.isActive)
    }
}
