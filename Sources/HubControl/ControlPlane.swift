package import Crypto
package import HubModel
package import HubStore
package import Logging
package import Metering
package import StreamCore

/// The use cases of the hub, one value for each face to call.
package struct ControlPlane: Sendable {
    package let access: AccessControl
    package let hubs: HubDirectory
    package let endpoints: EndpointDirectory
    package let allowlists: AllowlistDirectory
    package let policies: PolicyDirectory
    package let devices: DeviceRegistry
    package let tokens: TokenDirectory
    package let clients: ClientDirectory
    package let tenancy: Tenancy
    package let sessions: SessionDirectory
    package let certificates: CertificateDirectory
    package let consumerGroups: ConsumerGroupDirectory
    package let connections: DeviceConnections
    package let streams: StreamDirectory
    package let broker: StreamBroker
    package let activity: ActivityLog
    package let diagnostics: DiagnosticSettingDirectory
    package let logQueries: LogQueries
    package let logs: LogDirectory
    package let usage: StreamUsageLedger
    /// The registry, modules, twins, queries and methods, as services of IoT Hub use them.
    package let registry: ServiceRegistry
    package let modules: ModuleRegistry
    package let twins: TwinDirectory
    package let search: DeviceSearch
    package let methods: DirectMethods
    /// What devices are called for over their connections.
    package let calls: DeviceCalls
    package let coverage: EndpointCoverage
    /// What a gateway in this process checks stream tokens with.
    package let streamKey: Curve25519.Signing.PublicKey
    package let gateway: GatewayInstance
    package let lifecycle: EndpointLifecycle
    package let index: HubIndex
    package let naming: HostNaming
    /// What this process counts and measures.
    package let metrics: MetricRegistry
    private let writer: HubWriter
    private let store: HubStore
    private let world: World

    /// The first of `regions` is the standard one.
    ///
    /// `admitsAnonymous` gives callers without a token the role `endpoints.read`.
    /// `resolve` asks DNS for the addresses of a name, and must not wait for long.
    package init(
        store: HubStore,
        naming: HostNaming,
        regions: [Region],
        admitsAnonymous: Bool = false,
        activityRetention: ActivityRetention = .standard,
        world: World,
        logger: Logger,
        metrics: MetricRegistry = MetricRegistry(),
        resolve: @escaping @Sendable (String) async -> NameResolution
    ) throws(HubError) {
        self.store = store
        self.naming = naming
        self.metrics = metrics
        self.world = world
        index = HubIndex()
        let revocations = RevocationBus()
        let failures = LoginFailures()
        let categories = LoggedCategories()

        access = AccessControl(store: store, admitsAnonymous: admitsAnonymous, world: world, logger: logger)
        sessions = SessionDirectory(access: access, store: store, world: world, logger: logger)
        tokens = TokenDirectory(store: store, access: access, revocations: revocations, world: world, logger: logger)
        tenancy = Tenancy(store)
        clients = ClientDirectory(
            store: store,
            access: access,
            tokens: try AccessTokens(store, tenancy: tenancy),
            world: world,
            logger: logger
        )

        writer = HubWriter(store: store, index: index, naming: naming, world: world)
        hubs = HubDirectory(
            store: store,
            index: index,
            writer: writer,
            access: access,
            regions: regions,
            naming: naming,
            revocations: revocations,
            world: world,
            logger: logger
        )
        endpoints = EndpointDirectory(hubs: hubs)
        lifecycle = EndpointLifecycle(hubs: hubs)
        allowlists = AllowlistDirectory(hubs: hubs, addresses: AddressBook(world: world, resolve: resolve))
        policies = PolicyDirectory(hubs: hubs)
        certificates = CertificateDirectory(hubs: hubs)
        consumerGroups = ConsumerGroupDirectory(hubs: hubs)

        activity = try ActivityLog(
            store: store,
            categories: categories,
            retention: activityRetention,
            world: world,
            logger: logger,
            metrics: metrics
        )
        let tails = Tails(sessions: sessions, world: world)
        logs = LogDirectory(hubs: hubs, activity: activity, tails: tails)
        logQueries = LogQueries(hubs: hubs, activity: activity)
        let framing = DiagnosticFraming(index: index, naming: naming, tenancy: tenancy)
        let pumps = DiagnosticPumps(
            store: store,
            activity: activity,
            framing: framing,
            metrics: metrics,
            world: world,
            logger: logger
        )
        diagnostics = DiagnosticSettingDirectory(hubs: hubs, framing: framing, categories: categories, pumps: pumps)

        connections = DeviceConnections(
            judge: LoginJudge(
                store: store,
                index: index,
                naming: naming,
                certificates: certificates,
                world: world,
                logger: logger,
                failures: failures
            ),
            store: store,
            index: index,
            activity: activity,
            meters: ConnectionMeters(metrics),
            world: world,
            logger: logger
        )
        devices = DeviceRegistry(hubs: hubs, connections: connections)
        let signer = try Self.newSigner(world)
        streamKey = signer.publicKey
        gateway = GatewayInstance(id: GatewayID(checked: "local"), started: world.now)
        usage = StreamUsageLedger(store: store, world: world, logger: logger)
        broker = StreamBroker(
            hubs: hubs,
            connections: connections,
            activity: activity,
            usage: usage,
            signer: signer,
            gateway: gateway,
            meters: StreamMeters(metrics)
        )
        let services = ServiceAccess(hubs: hubs, failures: failures, clients: clients)
        streams = StreamDirectory(hubs: hubs, broker: broker, access: services, tails: tails)

        calls = DeviceCalls(connections: connections, world: world)
        connections.attach(left: { [weak calls] id in calls?.connectionEnded(id) })
        methods = DirectMethods(access: services, connections: connections, calls: calls)
        coverage = EndpointCoverage(hubs: hubs, connections: connections, calls: calls)
        twins = TwinDirectory(access: services, connections: connections)
        registry = ServiceRegistry(access: services, connections: connections, twins: twins)
        modules = ModuleRegistry(access: services, connections: connections)
        search = DeviceSearch(access: services, connections: connections, twins: twins)

        revocations.attach { [connections, broker, sessions] revocation in
            connections.revoke(revocation)
            broker.revoke(revocation)
            sessions.revoke(revocation)
            tails.revoke(revocation)
            guard case .hub(let hub) = revocation else { return }
            categories.removed(hub)
            pumps.end(hub: hub)
        }
        Self.register(metrics, broker, connections, activity)
    }

    /// What stands in the parts and is read when it is asked for.
    private static func register(
        _ metrics: MetricRegistry,
        _ broker: StreamBroker,
        _ connections: DeviceConnections,
        _ activity: ActivityLog
    ) {
        metrics.reading("devicestream_streams_live", "Streams that live, from the request on.", .gauge) {
            [MetricReading(count: broker.count)]
        }
        metrics.reading(
            "devicestream_device_connections",
            "Devices and modules that are connected.",
            .gauge,
            labels: ["transport"]
        ) {
            connections.counts().map { MetricReading($0.rawValue, count: $1) }
        }
        metrics.reading(
            "devicestream_activity_records_dropped_total",
            "Activity records that there was no room for, or that could not be stored.",
            .counter
        ) {
            [MetricReading(count: activity.dropped)]
        }
    }

    /// Reads all hubs, writes a new allowlist version where the configuration has changed names or ports, and does
    /// what fell due while the server was down.
    ///
    /// Call it before the first request.
    package func start() async throws(HubError) {
        let now = world.now
        try await activity.start()
        try await store.write { (writing) throws(HubError) in try writing.disconnectAll(at: now) }
        let (rows, records) = try await store.read { (reading) throws(HubError) in
            let rows = try reading.allHubs()
            var records: [[RecordRow]] = []
            for row in rows { records.append(try reading.records(hub: row.id, includingRetired: false)) }
            return (rows, records)
        }
        for (row, records) in zip(rows, records) {
            index.committed(HubSnapshot(hub: row, records: records, sequence: 0))
            if row.hostBase != writer.hostBase {
                _ = try await writer.change(row.name) { [writer] (writing, hub, records) throws(HubError) in
                    try writer.adjustMQTT(writing, hub, records)
                }
            }
        }
        try await broker.restoreUsage(Dictionary(rows.map { ($0.id, $0.name) }) { first, _ in first })
        try await diagnostics.start(rows)
        try await lifecycle.advance()
    }

    /// Makes the first hub and the owner's token, once in the life of a store.
    ///
    /// `handOver` is given the token before it is committed. When it throws, nothing was done and the next start tries
    /// again; so no committed token is ever lost. The result tells whether this was the first start.
    package func firstStart(
        hub name: HubName,
        handOver: @escaping @Sendable (Secret) throws(HubError) -> Void
    ) async throws(HubError) -> Bool {
        let row = try hubs.row(for: HubCreation(name: name))
        let region = try hubs.region(named: row.location)
        let (token, secret) = TokenDirectory.make(
            .token,
            name: "first owner",
            role: .owner,
            rights: [.keys],
            hubs: nil,
            expiresAt: nil,
            createdBy: nil,
            world
        )
        let started = world.now.description
        let snapshot = try await store.write { (writing) throws(HubError) -> HubSnapshot? in
            guard try writing.setting(Self.firstStartKey) == nil else { return nil }
            let snapshot = try writer.insert(row, writing) { (writing, id) throws(HubError) in
                try hubs.fill(writing, id, region)
            }
            try writing.insertToken(token, digest: AccessControl.digest(of: secret.text))
            try writing.setSetting(Self.firstStartKey, started)
            try handOver(secret)
            return snapshot
        }
        guard let snapshot else { return false }
        index.committed(snapshot)
        return true
    }

    /// A key for one run: tokens of another open nothing here.
    private static func newSigner(_ world: World) throws(HubError) -> StreamTokenSigner {
        do {
            return StreamTokenSigner(key: try Curve25519.Signing.PrivateKey(rawRepresentation: world.randomBytes(32)))
        } catch {
            throw HubError(.serverError, "The key of stream tokens could not be made.", detail: "\(error)")
        }
    }

    /// Whether the store answers.
    package func isReady() async -> Bool {
        do {
            _ = try await store.read { (reading) throws(HubError) in try reading.setting(Self.firstStartKey) }
            return true
        } catch {
            return false
        }
    }

    /// Marks in the store that the first start is over: a revoked first token is not made again.
    private static let firstStartKey = "firstStartAt"
}
