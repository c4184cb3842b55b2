import DiagnosticSinks
import Foundation
import HubAPI
import HubControl
import HubMQTT
import HubModel
import HubStore
import Hummingbird
import HummingbirdCore
import Logging
import Metering
import NIOPosix
import ServiceLifecycle
import StreamGateway
import Transport
import UnixSignals

/// The server put together: state, control plane, TLS, listeners, and the services that run them.
struct Program: Sendable {
    /// Time for running requests after SIGTERM; then they are cut.
    static let drainTime = Duration.seconds(10)
    /// Connections that the kernel holds until they are accepted.
    static let backlog = 1024
    /// The name of the hub that the first start makes.
    static let firstHub = "hub"

    let settings: Settings
    let world: World
    let logger: Logger

    /// Runs until a signal ends it.
    func run() async throws {
        try StateDirectory.prepare(settings.stateDirectory)
        let lock = try StateLock.acquire(in: settings.stateDirectory)
        defer { lock.release() }
        let (listen, mqttListen, adminListen) = try addresses()
        let naming = try settings.naming(port: listen[0].port, mqttPort: mqttListen.first?.port)
        let metrics = MetricRegistry()
        ProcessMeters.register(in: metrics, world: world)
        let loops = EventLoopMeter(metrics, group: MultiThreadedEventLoopGroup.singleton, world: world)
        let store = try HubStore.open(directory: settings.stateDirectory, world: world, metrics: metrics)
        defer { store.close() }
        let resolver = SystemResolver()
        let control = try ControlPlane(
            store: store,
            naming: naming,
            regions: settings.regions,
            admitsAnonymous: settings.admitsAnonymous,
            activityRetention: settings.activityRetention,
            world: world,
            logger: logger,
            metrics: metrics,
            resolve: { await resolver.resolve($0) }
        )
        try attachSinks(control, resolver)
        let certificates = try ServerCertificates(settings, naming: naming, index: control.index, world, logger)
        try await prepareState(control, certificates)
        let limiter = ConnectionLimiter(limits: ConnectionLimits(descriptorLimit: DescriptorLimit.raise()))
        let ready = StartGate(
            expected: listen.count + mqttListen.count + (adminListen == nil ? 0 : 1),
            logger: logger
        )
        let gateway = streamGateway(control)
        let devices = DeviceFace(
            connections: control.connections,
            twins: control.twins,
            calls: control.calls,
            world: world,
            logger: logger
        )
        // The first to begin are the last to stop: what the others need stays until they have ended.
        var services = chores(control, loops)
        services += try listeners(
            listen,
            control,
            certificates.tls,
            limiter,
            ready,
            doors: [gateway.admit, devices.admit]
        )
        services.append(StreamEnder(gateway: gateway, connections: control.connections, tails: control.logs.tails))
        services += mqttListen.map { address in
            DeviceListener(
                face: devices,
                address: address,
                tls: certificates.tls,
                limiter: limiter,
                ready: ready
            )
        }
        if let adminListen { services.append(adminListener(adminListen, control, limiter, ready)) }
        if let reloader = certificates.reloader { services.append(Chore { await reloader.run() }) }
        var group = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        group.maximumGracefulShutdownDuration = Self.drainTime
        try await ServiceGroup(configuration: group).run()
    }

    /// Where to listen, with a free port for each address that left its port open.
    private func addresses() throws(SettingsError) -> (
        listen: [ListenAddress], mqttListen: [ListenAddress], adminListen: ListenAddress?
    ) {
        var (listen, mqttListen, adminListen) = (settings.listen, settings.mqttListen, settings.adminListen)
        for index in listen.indices { listen[index].port = try FreePort.pick(listen[index], flag: "--listen") }
        for index in mqttListen.indices {
            mqttListen[index].port = try FreePort.pick(mqttListen[index], flag: "--mqtt-listen")
        }
        if let address = adminListen { adminListen?.port = try FreePort.pick(address, flag: "--admin-listen") }
        return (listen, mqttListen, adminListen)
    }

    /// What runs beside the listeners.
    private func chores(_ control: ControlPlane, _ loops: EventLoopMeter) -> [any Service] {
        [
            Chore { await loops.run() },
            Chore { await control.activity.run() },
            Chore { await control.diagnostics.pumps.run() },
            Chore { await control.usage.run() },
            Chore { await control.connections.run() },
            Chore { await control.broker.run() },
            Chore { await control.calls.run() },
            Chore { await control.lifecycle.run() },
        ]
    }

    /// The destinations of diagnostic settings.
    private func attachSinks(_ control: ControlPlane, _ resolver: SystemResolver) throws {
        let maker: SinkMaker
        do throws(DialError) {
            maker = try SinkMaker(settings.sinks, world: world) { await resolver.resolve($0) }
        } catch {
            throw SettingsError("diagnostics.caFile: \(error.message)")
        }
        control.diagnostics.pumps.attach { (hub, destination, secret) throws(HubError) in
            try maker.make(hub, destination, secret)
        }
    }

    private func prepareState(_ control: ControlPlane, _ certificates: ServerCertificates) async throws(HubError) {
        try await control.start()
        let server = control.naming.managementURL
        let directory = settings.stateDirectory
        let authority = certificates.authorityPath
        let hub = try HubName(Self.firstHub)
        let isFirst = try await control.firstStart(hub: hub) { (token) throws(HubError) in
            try ContextFile(server: server, caCertificate: authority, token: token.text, hub: hub.text).write(
                to: directory
            )
        }
        if isFirst {
            logger.notice("first start: hub and owner token made", metadata: ["hub.id": "\(hub)"])
        } else {
            try ContextFile.refresh(in: directory, server: server, caCertificate: authority)
        }
    }

    /// The gateway of this process, and the two ways between it and the broker.
    private func streamGateway(_ control: ControlPlane) -> StreamGateway {
        let broker = control.broker
        let gateway = StreamGateway(
            instance: control.gateway,
            key: control.streamKey,
            world: world,
            logger: logger,
            report: { broker.reported($0) }
        )
        broker.attach { gateway.perform($0) }
        return gateway
    }

    private func listeners(
        _ addresses: [ListenAddress],
        _ control: ControlPlane,
        _ tls: ServerTLS,
        _ limiter: ConnectionLimiter,
        _ waiting: StartGate,
        doors: [WebSocketDoor]
    ) throws -> [any Service] {
        let responder = HubResponder(
            control: control,
            openAPI: try OpenAPIDocument.json(),
            logger: logger,
            world: world
        )
        return addresses.map { address in
            Application(
                responder: responder,
                server: HTTPServerBuilder { respond in
                    MainChannel(responder: respond, tls: tls, limiter: limiter, doors: doors, world: world)
                },
                configuration: ApplicationConfiguration(
                    address: .hostname(address.address, port: address.port),
                    backlog: Self.backlog
                ),
                onServerRunning: { _ in waiting.listens("https://\(address)", "main") },
                logger: Self.forProblems(logger)
            )
        }
    }

    /// For Hummingbird, whose own words about its start are no phrases of ours.
    private static func forProblems(_ logger: Logger) -> Logger {
        var problems = logger
        problems.logLevel = max(logger.logLevel, .notice)
        return problems
    }

    /// Plain HTTP: who scrapes metrics is on the machine, or in a network that is the administrator's own.
    private func adminListener(
        _ address: ListenAddress,
        _ control: ControlPlane,
        _ limiter: ConnectionLimiter,
        _ waiting: StartGate
    ) -> any Service {
        if !address.isLoopback {
            logger.notice("metrics are served to the network without TLS", metadata: ["address": "\(address)"])
        }
        return Application(
            responder: AdminResponder(control: control),
            server: HTTPServerBuilder { respond in
                MainChannel(responder: respond, tls: nil, limiter: limiter, doors: [], world: world)
            },
            configuration: ApplicationConfiguration(
                address: .hostname(address.address, port: address.port),
                backlog: Self.backlog
            ),
            onServerRunning: { _ in waiting.listens("http://\(address)", "admin") },
            logger: Self.forProblems(logger)
        )
    }
}

/// A service that is one function, which ends when it is cancelled.
struct Chore: Service {
    let work: @Sendable () async -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown { await work() }
    }
}
