import Foundation
import HubAPI
import HubControl
import HubModel
import HubStore
import Hummingbird
import HummingbirdCore
import Logging
import ServiceLifecycle
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
        var listen = settings.listen
        for index in listen.indices { listen[index].port = try FreePort.pick(listen[index]) }
        let naming = try settings.naming(port: listen[0].port)
        let store = try HubStore.open(directory: settings.stateDirectory, world: world)
        defer { store.close() }
        let resolver = SystemResolver()
        let control = ControlPlane(
            store: store,
            naming: naming,
            regions: settings.regions,
            admitsAnonymous: settings.admitsAnonymous,
            world: world,
            logger: logger,
            resolve: { await resolver.resolve($0) }
        )
        let certificates = try ServerCertificates(settings, naming: naming, index: control.index, world, logger)
        try await prepareState(control, certificates)
        var services = try listeners(listen, control, certificates.tls)
        services.append(Chore { await control.lifecycle.run() })
        if let reloader = certificates.reloader { services.append(Chore { await reloader.run() }) }
        var group = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        group.maximumGracefulShutdownDuration = Self.drainTime
        try await ServiceGroup(configuration: group).run()
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

    private func listeners(
        _ addresses: [ListenAddress],
        _ control: ControlPlane,
        _ tls: ServerTLS
    ) throws -> [any Service] {
        let limiter = ConnectionLimiter(limits: ConnectionLimits(descriptorLimit: DescriptorLimit.raise()))
        let responder = HubResponder(
            control: control,
            openAPI: try OpenAPIDocument.json(),
            logger: logger,
            world: world
        )
        let waiting = StartGate(expected: addresses.count)
        return addresses.map { address in
            Application(
                responder: responder,
                server: HTTPServerBuilder { respond in
                    MainChannel(responder: respond, tls: tls, limiter: limiter, world: world)
                },
                configuration: ApplicationConfiguration(
                    address: .hostname(address.address, port: address.port),
                    backlog: Self.backlog
                ),
                onServerRunning: { _ in
                    StandardStreams.output("listening on https://\(address) (main)\n")
                    if waiting.arrived() { StandardStreams.output("ready\n") }
                },
                logger: logger
            )
        }
    }
}

/// A service that is one function, which ends when it is cancelled.
struct Chore: Service {
    let work: @Sendable () async -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown { await work() }
    }
}
