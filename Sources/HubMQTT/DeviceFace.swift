package import HubControl
package import HubModel
package import Logging
package import NIOCore
package import NIOHTTP1
import NIOPosix
package import StreamCore
package import Transport

/// The face that devices see: MQTT over TLS on a listener of its own, and over WebSocket on the main one.
package final class DeviceFace: Sendable {
    /// The path of MQTT over WebSocket, in which the SDKs write the `$` as it is.
    static let webSocketPath = "/$iothub/websocket"
    /// How long a stop waits for the devices to go.
    static let stopTimeout = TimeAmount.seconds(5)
    /// NIO keeps the first buffer of a connection as long as that lives: it is small, and grows with what is read.
    ///
    /// 16 KiB, the size of a TLS record, are enough for telemetry at full speed.
    private static let readBuffer = AdaptiveRecvByteBufferAllocator(minimum: 256, initial: 256, maximum: 16_384)

    private let services: ConnectionServices
    private let logger: Logger

    package convenience init(
        connections: DeviceConnections,
        twins: TwinDirectory,
        calls: DeviceCalls,
        limits: MQTTLimits = MQTTLimits(),
        world: World,
        logger: Logger
    ) {
        self.init(door: DeviceDoor(connections, twins, calls), limits: limits, world: world, logger: logger)
    }

    init(door: DeviceDoor, limits: MQTTLimits, world: World, logger: Logger) {
        services = ConnectionServices(
            door: door,
            memory: SubscriptionMemory(),
            open: OpenConnections(),
            limits: limits,
            world: world
        )
        self.logger = logger
    }

    /// How many connections are open, of devices and of those who are yet to say who they are.
    package var openConnections: Int { services.open.count }

    /// Takes a request for MQTT over WebSocket; `nil` leaves any other to the router.
    ///
    /// Asked on the event loop, with the head of the first request.
    package func admit(_ head: HTTPRequestHead, on channel: any Channel) -> WebSocketAdmission? {
        let path = head.uri.prefix { $0 != "?" }
        guard PercentCoding.decode(path) == Self.webSocketPath else { return nil }
        let acceptance: UpgradeAcceptance
        do throws(UpgradeRefusal) {
            acceptance = try UpgradeRequest(head).accepted(.named(["mqtt"]))
        } catch {
            return nil
        }
        // MQTT-6.0.0-3: a client must offer the subprotocol.
        guard acceptance.subprotocol != nil else { return nil }
        let origin = ConnectionOrigin.webSocket(host: head.namedHost)
        return WebSocketAdmission(acceptance: acceptance) { channel in
            try channel.syncOptions?.setOption(.recvAllocator, value: Self.readBuffer)
            try BufferPages.addHandlers(to: channel.pipeline.syncOperations)
            try channel.pipeline.syncOperations.addHandlers([
                WebSocketHandler(), MQTTConnectionHandler(services: self.services, origin: origin, logger: self.logger),
            ])
        }
    }

    /// Listens for MQTT over TLS until cancelled, then ends all device connections, and returns.
    ///
    /// `tls` chooses certificates, and clients are asked for theirs, too; `onListening` is told the port.
    /// - Throws: where the address cannot be listened on, or the listener breaks.
    package func listen(
        address: String,
        port: Int,
        tls: ServerTLS,
        limiter: ConnectionLimiter,
        backlog: Int,
        onListening: @Sendable (Int) -> Void
    ) async throws {
        let tls = try tls.requestingClientCertificates()
        let (services, logger) = (services, logger)
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: Int32(clamping: backlog))
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.recvAllocator, value: Self.readBuffer)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    let peer = TLSPeer()
                    try tls.addHandlers(to: pipeline, recording: peer)
                    try BufferPages.addHandlers(to: pipeline)
                    try pipeline.addHandler(AdmissionHandler(limiter: limiter, logger: logger))
                    try pipeline.addHandler(HandshakeDeadlineHandler(logger: logger))
                    try pipeline.addHandler(
                        MQTTConnectionHandler(services: services, origin: .tls(peer), logger: logger)
                    )
                }
            }
            .bind(host: address, port: port).get()
        onListening(listener.localAddress?.port ?? port)
        try await withTaskCancellationHandler {
            try await listener.closeFuture.get()
        } onCancel: {
            listener.close(promise: nil)
        }
        await stop()
    }

    /// Ends all device connections, also those over WebSocket, and returns when they are closed.
    ///
    /// From now on none is let in.
    package func stop() async {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let emptied = loop.makePromise(of: Void.self)
        let open = services.open
        let timer = loop.scheduleTask(in: Self.stopTimeout) {
            open.cut()
            emptied.succeed()
        }
        open.stop { emptied.succeed() }
        // It is never failed.
        try? await emptied.futureResult.get()
        timer.cancel()
    }
}
