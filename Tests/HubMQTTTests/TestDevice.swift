import HubModel
import Logging
import NIOCore
import NIOEmbedded
import StreamCore
import Synchronization
import TestSupport
import Testing

@testable import HubMQTT

/// A device at the other end of a connection that has no socket.
final class TestDevice {
    static let connect = MQTTConnect(
        clientID: "press-07",
        cleanSession: false,
        keepAliveSeconds: 60,
        credentials: .password(userName: "hub.devicestream.localhost/press-07", Secret(text: "s"))
    )

    let channel = NIOAsyncTestingChannel()
    let clock: ManualWorld
    /// How often the connection asked the socket for bytes.
    let reads = ReadCount()
    private var decoder = MQTTDecoder.client()
    private var received = ByteBuffer()

    init(
        _ recorded: RecordedDoor,
        clock: ManualWorld = ManualWorld(),
        memory: SubscriptionMemory = SubscriptionMemory(),
        limits: MQTTLimits = MQTTLimits()
    ) async throws {
        self.clock = clock
        let services = ConnectionServices(
            door: recorded.door,
            memory: memory,
            open: OpenConnections(),
            limits: limits,
            world: clock.world
        )
        let channel = channel
        let reads = reads
        try await channel.testingEventLoop.executeInContext {
            try channel.pipeline.syncOperations.addHandler(ReadCounter(reads))
            try channel.pipeline.syncOperations.addHandler(
                MQTTConnectionHandler(
                    services: services,
                    origin: .webSocket(host: "hub.devicestream.localhost"),
                    logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
                )
            )
        }
        try await channel.connect(to: SocketAddress(ipAddress: "192.0.2.7", port: 1)).get()
    }

    /// A device that is let in, after its CONNACK.
    static func connected(
        _ recorded: RecordedDoor,
        _ connect: MQTTConnect = TestDevice.connect,
        clock: ManualWorld = ManualWorld(),
        memory: SubscriptionMemory = SubscriptionMemory(),
        limits: MQTTLimits = MQTTLimits()
    ) async throws -> TestDevice {
        let device = try await TestDevice(recorded, clock: clock, memory: memory, limits: limits)
        try await device.send(.connect(connect))
        #expect(try await device.next() == .connectAck(.accepted(sessionPresent: !connect.cleanSession)))
        return device
    }

    static func bytes(_ packets: [MQTTPacket]) throws -> [UInt8] {
        var buffer = ByteBuffer()
        for packet in packets { try MQTTEncoder.write(packet, into: &buffer) }
        return Array(buffer.readableBytesView)
    }

    func send(_ packets: MQTTPacket...) async throws {
        try await send(bytes: Self.bytes(packets))
    }

    func send(bytes: [UInt8]) async throws {
        try await channel.writeInbound(ByteBuffer(bytes: bytes))
    }

    /// The next packet for the device.
    func next() async throws -> MQTTPacket {
        for _ in 0..<2000 {
            if let packet = try await nextIfThere() { return packet }
            try await Task.sleep(for: .milliseconds(1))
        }
        throw Silence()
    }

    /// The next packet for the device, if it was written already.
    func nextIfThere() async throws -> MQTTPacket? {
        await channel.testingEventLoop.run()
        while let bytes = try await channel.readOutbound(as: ByteBuffer.self) { received.writeImmutableBuffer(bytes) }
        return try decoder.next(from: &received)
    }

    /// Moves the clock and the timers on.
    func advance(by duration: Duration) async {
        clock.advance(by: duration)
        await channel.testingEventLoop.advanceTime(by: TimeAmount(duration))
    }

    /// Waits until the condition holds.
    func wait(until isSo: () -> Bool) async throws {
        for _ in 0..<2000 {
            await channel.testingEventLoop.run()
            if isSo() { return }
            try await Task.sleep(for: .milliseconds(1))
        }
        throw Silence()
    }

    var isActive: Bool { channel.isActive }

    func run() async { await channel.testingEventLoop.run() }

    /// What a socket that is read by itself does.
    func askForBytes() { channel.read() }

    /// Breaks the connection.
    func vanish() async throws { try await channel.close().get() }

    func waitForClose() async throws {
        try await wait { !self.channel.isActive }
    }

    struct Silence: Error {}
}

final class ReadCount: Sendable {
    private let value = Mutex(0)

    var count: Int { value.withLock { $0 } }

    func add() { value.withLock { $0 += 1 } }
}

private final class ReadCounter: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    private let reads: ReadCount

    init(_ reads: ReadCount) { self.reads = reads }

    func read(context: ChannelHandlerContext) {
        reads.add()
        context.read()
    }
}

@available(*, unavailable)
extension ReadCounter: Sendable {}
