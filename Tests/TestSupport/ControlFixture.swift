package import HubControl
package import HubModel
package import HubStore
import Logging

/// A control plane over a store in memory, after its first start: hub `hub`, one owner.
package struct ControlFixture: Sendable {
    package let control: ControlPlane
    package let store: HubStore
    package let clock: ManualWorld
    /// The first owner's token.
    package let token: String
    package let owner: Caller
    package let hub: HubName

    package static let regions = [
        Region(name: "local", stamp: RegionStamp(checked: "local-001"), deviceStreams: true),
        Region(name: "quiet", stamp: RegionStamp(checked: "quiet-001"), deviceStreams: false),
    ]

    package init(
        clock: ManualWorld = ManualWorld(),
        activityRetention: ActivityRetention = .standard,
        resolve: @escaping @Sendable (String) async -> NameResolution = { _ in
            NameResolution(addresses: [], timeToLive: .seconds(60))
        }
    ) async throws {
        self.clock = clock
        let world = clock.world
        store = try HubStore.open(.memory, masterKey: .new(world), world: world)
        control = try Self.control(
            store,
            clock,
            domain: "devicestream.localhost",
            activityRetention: activityRetention,
            resolve: resolve
        )
        hub = try HubName("hub")
        try await control.start()
        let handed = Handed()
        _ = try await control.firstStart(hub: hub) { handed.take($0) }
        token = handed.token
        owner = try await control.access.authenticate(bearer: token, address: "127.0.0.1")
    }

    private init(restarting before: ControlFixture) async throws {
        (clock, store, hub, token) = (before.clock, before.store, before.hub, before.token)
        control = try Self.control(store, clock, domain: "devicestream.localhost")
        try await control.start()
        owner = try await control.access.authenticate(bearer: token, address: "127.0.0.1")
    }

    /// The same store after a restart.
    package func restarted() async throws -> ControlFixture { try await ControlFixture(restarting: self) }

    /// Another control plane over the same store, as after a restart with another domain.
    package static func control(
        _ store: HubStore,
        _ clock: ManualWorld,
        domain: String,
        port: Int = 8443,
        admitsAnonymous: Bool = false,
        activityRetention: ActivityRetention = .standard,
        resolve: @escaping @Sendable (String) async -> NameResolution = { _ in
            NameResolution(addresses: [], timeToLive: .seconds(60))
        }
    ) throws -> ControlPlane {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return try ControlPlane(
            store: store,
            naming: try HostNaming(domain: domain, publicPort: port),
            regions: regions,
            admitsAnonymous: admitsAnonymous,
            activityRetention: activityRetention,
            world: clock.world,
            logger: logger,
            resolve: resolve
        )
    }

    /// A caller of another role, through a token that the owner makes.
    package func caller(
        _ role: Role,
        rights: [TokenRight]? = nil,
        hubs: [HubName]? = nil,
        expiresAt: Timestamp? = nil
    ) async throws -> Caller {
        try await control.access.authenticate(
            bearer: bearer(role, rights: rights, hubs: hubs, expiresAt: expiresAt),
            address: "127.0.0.1"
        )
    }

    /// A token of another role.
    package func bearer(
        _ role: Role,
        rights: [TokenRight]? = nil,
        hubs: [HubName]? = nil,
        expiresAt: Timestamp? = nil
    ) async throws -> String {
        let creation = TokenCreation(name: "t", role: role, rights: rights, hubs: hubs, expiresAt: expiresAt)
        return try await control.tokens.create(owner, creation).token?.text ?? ""
    }

    /// Imports devices given as lines.
    package func importDevices(_ text: String, mode: ImportMode = .createOrUpdate) async throws -> ImportReport {
        let reader = try await control.devices.beginImport(owner, hub, mode: mode)
        try await reader.consume(Array(text.utf8))
        return try await reader.finish()
    }
}
