import Crypto
import HubModel
import Logging
import NIOCore
import NIOPosix
import StreamCore
import Synchronization

@testable import StreamGateway

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A gateway behind a listener of its own, and all that it takes to come in.
final class GatewayFixture: Sendable {
    static let hub = HubName(checked: "hub")
    static let device = DeviceID(checked: "press-07")

    let signer = StreamTokenSigner(key: Curve25519.Signing.PrivateKey())
    let gateway: StreamGateway
    let instance: GatewayInstance
    let reports = Observed<[GatewayReport]>([])
    /// Sides that ended while they were not read.
    let finished = Observed(0)
    private let accepted = Observed<[any Channel]>([])
    private let listener: any Channel
    private let lastToken = Mutex<UInt64>(0)

    private init(_ settings: StreamGateway.Settings, _ logger: Logger) async throws {
        let reports = reports
        let finished = finished
        let accepted = accepted
        let offset = Offset()
        self.offset = offset
        instance = GatewayInstance(id: GatewayID(checked: "gateway-1"), started: Timestamp(seconds: 1_795_000_000))
        let gateway = StreamGateway(
            instance: instance,
            key: signer.publicKey,
            settings: settings,
            world: World(clock: { World.real.now + offset.value }, random: { World.real.randomBytes($0) }),
            logger: logger,
            report: { report in reports.update { $0.append(report) } }
        )
        self.gateway = gateway
        listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                accepted.update { $0.append(channel) }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(Doorman(gateway), FinishWatch(finished))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    /// The clock of the gateway is the machine's and what a test adds.
    final class Offset: Sendable {
        private let added = Mutex(Duration.zero)
        var value: Duration { added.withLock { $0 } }
        func add(_ more: Duration) { added.withLock { $0 += more } }
    }

    let offset: Offset

    /// Runs a test with a gateway and ends it afterwards.
    static func run(
        _ settings: StreamGateway.Settings = StreamGateway.Settings(),
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ test: (GatewayFixture) async throws -> Void
    ) async throws {
        let fixture = try await GatewayFixture(settings, logger)
        do {
            try await test(fixture)
        } catch {
            try await fixture.end()
            throw error
        }
        try await fixture.end()
    }

    private func end() async throws {
        try await listener.close()
        gateway.stop()
    }

    static func stream(_ number: Int = 1) -> StreamID {
        let digits = String(number, radix: 16)
        return StreamID(checked: "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits)
    }

    static func key(_ number: Int = 1) -> StreamKey { StreamKey(hub: hub, stream: stream(number)) }

    static func path(_ side: StreamSide, _ number: Int = 1) -> String {
        BridgePath(hub: hub, stream: stream(number), side: side).text
    }

    func token(
        _ side: StreamSide,
        _ number: Int = 1,
        instance: GatewayInstance? = nil,
        lifetime: Duration = .seconds(60),
        signer: StreamTokenSigner? = nil,
        trackingID: String? = nil
    ) throws -> String {
        let count = lastToken.withLock { last in
            last += 1
            return last
        }
        let bytes = (0..<16).map { $0 < 8 ? UInt8(truncatingIfNeeded: count >> UInt64(8 * $0)) : 0 }
        guard let id = StreamTokenID(random: bytes) else { preconditionFailure("16 bytes make no id") }
        return try (signer ?? self.signer).sign(
            StreamClaims(
                hub: Self.hub,
                device: Self.device,
                stream: Self.stream(number),
                side: side,
                gateway: instance ?? self.instance,
                expires: gateway.world.now + lifetime,
                id: id,
                trackingID: trackingID
            )
        ).text
    }

    /// A connection that was let in; `nil` when it was refused.
    func knock(_ path: String, _ token: String) async throws -> TestPeer? {
        let received = Observed(Received())
        let (peer, admitted) = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: listener.localAddress?.port ?? 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let admitted = channel.eventLoop.makePromise(of: Bool.self)
                    let handler = PeerHandler(received, admitted)
                    try channel.pipeline.syncOperations.addHandler(handler)
                    let bound = NIOLoopBound(handler, eventLoop: channel.eventLoop)
                    return (TestPeer(channel, bound, received), admitted.futureResult)
                }
            }
        try await peer.send(ByteBuffer(string: path + "\n" + token + "\n"))
        return try await admitted.get() ? peer : nil
    }

    struct Refused: Error {}

    func join(_ side: StreamSide, _ number: Int = 1) async throws -> TestPeer {
        guard let peer = try await knock(Self.path(side, number), try token(side, number)) else { throw Refused() }
        return peer
    }

    /// Both sides of a stream.
    func pair(_ number: Int = 1) async throws -> (device: TestPeer, service: TestPeer) {
        (try await join(.device, number), try await join(.service, number))
    }

    /// The bytes that the kernel holds of the connection of which it holds most.
    func unreadBytes() async throws -> Int {
        var most = 0
        for channel in accepted.value where channel.isActive {
            most = max(most, try await channel.bytesInKernel(UInt(FIONREAD)))
        }
        return most
    }

    /// The last report of a stream.
    func ending(_ number: Int = 1) async throws -> StreamEnding? {
        let key = Self.key(number)
        let reports = try await reports.wait { $0.contains { $0.key == key && $0.isEnd } }
        for case .ended(let ending) in reports.filter({ $0.key == key }).map(\.event) { return ending }
        return nil
    }
}

extension Channel {
    /// What the kernel holds of one direction of a connection: `FIONREAD` or `TIOCOUTQ`.
    func bytesInKernel(_ request: UInt) async throws -> Int {
        try await eventLoop.submit {
            try self.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) {
                var count: CInt = 0
                return ioctl($0, request, &count) == 0 ? Int(count) : 0
            } ?? 0
        }.get()
    }
}

extension GatewayReport {
    var isEnd: Bool {
        if case .ended = event { true } else { false }
    }
}

/// Bytes that show where they belong: blocks of noise, each with its number.
func pattern(_ count: Int, seed: UInt64 = 1) -> ByteBuffer {
    var state = seed
    var noise = ByteBuffer()
    for _ in 0..<509 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        noise.writeInteger(state)
    }
    var bytes = ByteBuffer()
    bytes.reserveCapacity(count + 4096)
    while bytes.readableBytes < count {
        bytes.writeImmutableBuffer(noise)
        bytes.writeInteger(UInt64(bytes.readableBytes) &* 0x9E37_79B9_7F4A_7C15)
    }
    return bytes.getSlice(at: 0, length: count) ?? bytes
}
