package import HubModel
import HubStore
import Logging
package import StreamCore
import Synchronization

/// The devices that are connected now: who they are, what let them in, and the way to each.
///
/// One connection for each identity; a second one ends the first. Whether a device is connected is true here at once,
/// and in the store within `interval`, for lists that select by it.
package final class DeviceConnections: Sendable {
    /// How long the store may lag behind.
    static let interval = Duration.milliseconds(200)
    /// States in one transaction.
    static let batch = 500
    /// How often a login is judged anew because something was revoked meanwhile; then the device tries again.
    static let maximumJudgements = 3

    /// An identity among those of all hubs.
    struct Key: Hashable {
        let hub: HubName
        let identity: DeviceIdentity
    }

    struct Entry {
        let id: DeviceConnectionID
        let hubID: Int64
        let key: Key
        let credential: DeviceCredential
        let link: DeviceLink
        let info: DeviceConnectionInfo
        /// It ended another connection of the same identity.
        let tookOver: Bool
        var lastActivity: Timestamp
        var telemetry = (messages: 0, bytes: 0)
        /// How often it was heard.
        var signs: UInt64 = 0
    }

    /// What was last seen of an identity; the next sign of it differs.
    struct Sign: Equatable {
        let connection: DeviceConnectionID
        let number: UInt64
    }

    struct StoredState {
        let hubID: Int64
        let state: ConnectionState
        let since: Timestamp
        let lastActivity: Timestamp
    }

    struct State {
        var entries: [DeviceConnectionID: Entry] = [:]
        var byKey: [Key: DeviceConnectionID] = [:]
        var counts: [HubName: Int] = [:]
        var transports: [DeviceTransport: Int] = [:]
        var nextNumber: UInt64 = 1
        /// Grows with each revocation: what was judged before one is judged again.
        var epoch: UInt64 = 0
        var isStopping = false
        /// One for each device at most: a later state takes the place of an earlier one.
        var unstored: [Key: StoredState] = [:]
        var waiters: [Key: [UInt64: CheckedContinuation<Void, Never>]] = [:]
        var nextWaiter: UInt64 = 0
    }

    let judge: LoginJudge
    let store: HubStore
    let index: HubIndex
    let activity: ActivityLog
    let meters: ConnectionMeters
    let world: World
    let logger: Logger
    let state = Mutex(State())
    private let leavers = Mutex<[@Sendable (DeviceConnectionID) -> Void]>([])
    private let answers = Mutex(Receiver<(StreamAnswerTopic, DeviceConnectionID)> { _ in })

    init(
        judge: LoginJudge,
        store: HubStore,
        index: HubIndex,
        activity: ActivityLog,
        meters: ConnectionMeters,
        world: World,
        logger: Logger
    ) {
        self.judge = judge
        self.store = store
        self.index = index
        self.activity = activity
        self.meters = meters
        self.world = world
        self.logger = logger
    }

    /// Who hears of answers to stream requests, and of connections that are gone.
    func attach(
        answered: @escaping @Sendable (StreamAnswerTopic, DeviceConnectionID) -> Void,
        left: @escaping @Sendable (DeviceConnectionID) -> Void
    ) {
        answers.withLock { $0 = Receiver { answered($0.0, $0.1) } }
        attach(left: left)
    }

    /// Who else hears of connections that are gone.
    func attach(left: @escaping @Sendable (DeviceConnectionID) -> Void) {
        leavers.withLock { $0.append(left) }
    }
}

// What the face for devices calls.
extension DeviceConnections {
    /// The device sent something.
    package func heard(_ id: DeviceConnectionID) {
        let now = world.now
        let waiting = state.withLock { state in
            guard let key = state.entries[id]?.key else { return [CheckedContinuation<Void, Never>]() }
            state.entries[id]?.lastActivity = now
            state.entries[id]?.signs += 1
            return Self.takeWaiters(of: key, &state)
        }
        for waiter in waiting { waiter.resume() }
    }

    /// The device answered a stream request.
    package func answered(_ answer: StreamAnswerTopic, by id: DeviceConnectionID) {
        let broker = answers.withLock { $0 }
        broker.receive((answer, id))
    }

    /// The device sent telemetry, which is counted and not kept.
    package func telemetry(_ count: Int, bytes: Int, from id: DeviceConnectionID) {
        state.withLock { state in
            state.entries[id]?.telemetry.messages += count
            state.entries[id]?.telemetry.bytes += bytes
        }
    }

    /// The connection is gone; `nil` where it broke.
    package func closed(_ id: DeviceConnectionID, reason: MQTTCloseReason?) {
        let now = world.now
        let gone = state.withLock { state -> Entry? in
            guard let entry = state.entries.removeValue(forKey: id) else { return nil }
            state.counts[entry.key.hub, default: 1] -= 1
            state.transports[entry.info.transport, default: 1] -= 1
            // A connection that another has replaced says nothing about the device.
            guard state.byKey[entry.key] == id else { return entry }
            state.byKey[entry.key] = nil
            note(.disconnected, entry, since: now, &state)
            return entry
        }
        guard let gone else { return }
        for tell in leavers.withLock({ $0 }) { tell(id) }
        record(.deviceDisconnect, gone, now, Self.words(reason))
    }
}

// What the rest of this room calls.
extension DeviceConnections {
    /// The connection of an identity.
    func current(_ hub: HubName, _ identity: DeviceIdentity) -> Entry? {
        state.withLock { state in
            state.byKey[Key(hub: hub, identity: identity)].flatMap { state.entries[$0] }
        }
    }

    func entry(_ id: DeviceConnectionID) -> Entry? { state.withLock { $0.entries[id] } }

    /// How many connections a hub has.
    package func count(of hub: HubName) -> Int { state.withLock { $0.counts[hub, default: 0] } }

    /// How many connections there are by transport, those that are being replaced counted, too.
    func counts() -> [(DeviceTransport, Int)] {
        state.withLock { state in DeviceTransport.allCases.map { ($0, state.transports[$0, default: 0]) } }
    }

    /// How many devices of a hub are connected, modules not counted.
    func deviceCount(of hub: HubName) -> Int {
        state.withLock { state in state.byKey.keys.count { $0.hub == hub && $0.identity.module == nil } }
    }

    /// Brings what the store says of a device up to date.
    func complete(_ device: inout DeviceResource, of hub: HubName) {
        guard let entry = current(hub, DeviceIdentity(device.deviceId)) else {
            let key = Key(hub: hub, identity: DeviceIdentity(device.deviceId))
            // Not yet in the store: it went within the last moment.
            if let late = state.withLock({ $0.unstored[key] }) {
                device.connectionState = late.state
                device.connectionStateUpdatedTime = late.since
                device.lastActivityTime = late.lastActivity
            }
            return
        }
        device.connectionState = .connected
        device.connectionStateUpdatedTime = entry.info.connectedAt
        device.lastActivityTime = entry.lastActivity
        device.connection = entry.info
    }

    /// Ends every connection that came in by what was revoked.
    func revoke(_ revocation: Revocation) {
        let ended = state.withLock { state in
            state.epoch += 1
            return state.entries.values.filter {
                revocation.ends($0.key.hub, $0.key.identity, $0.credential)
            }
        }
        for entry in ended { entry.link.end(.revoked) }
    }

    /// Ends all connections and lets no more in, because the server stops.
    package func stop() {
        let links = state.withLock { state in
            state.isStopping = true
            return state.entries.values.map(\.link)
        }
        for link in links { link.end(.shuttingDown) }
    }
}
