import HubModel
import StreamCore
import Synchronization

/// What devices without clean session had subscribed when they were last connected (MQTT 3.1.1 §3.1.2.4).
///
/// The most recent identities are known, others are forgotten: the SDKs subscribe again in any case.
final class SubscriptionMemory: Sendable {
    /// The most identities; with filters of the usual size these are a few MiB.
    static let standardCapacity = 10_000
    /// The most bytes of filters of one identity, above which nothing is kept for it.
    ///
    /// The SDKs need eight filters of less than a hundred bytes; without a bound an identity could fill 50 KiB.
    static let maximumFilterBytes = 1024

    private struct Key: Hashable {
        let hub: HubName
        let identity: DeviceIdentity
    }

    private struct Entry {
        var subscriptions: [MQTTSubscription]
        var use: UInt64
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        /// Keys in the order of their uses; one that was used again later stands twice.
        var uses: [(key: Key, use: UInt64)] = []
        var next: UInt64 = 0
    }

    private let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int = standardCapacity) {
        self.capacity = capacity
    }

    /// What the identity had subscribed; empty where nothing is known.
    func subscriptions(of identity: DeviceIdentity, hub: HubName) -> [MQTTSubscription] {
        state.withLock { $0.entries[Key(hub: hub, identity: identity)]?.subscriptions ?? [] }
    }

    /// What to restore in a new connection; a clean session forgets it (MQTT 3.1.1 §3.1.2.4).
    func begin(_ identity: DeviceIdentity, hub: HubName, isClean: Bool) -> [MQTTSubscription] {
        if isClean { keep([], of: identity, hub: hub) }
        return subscriptions(of: identity, hub: hub)
    }

    /// The identity has these subscriptions now; none forgets it.
    func keep(_ subscriptions: [MQTTSubscription], of identity: DeviceIdentity, hub: HubName) {
        let key = Key(hub: hub, identity: identity)
        let bytes = subscriptions.reduce(0) { $0 + $1.filter.text.utf8.count }
        state.withLock { state in
            guard !subscriptions.isEmpty, bytes <= Self.maximumFilterBytes else {
                state.entries[key] = nil
                return
            }
            state.next += 1
            state.entries[key] = Entry(subscriptions: subscriptions, use: state.next)
            state.uses.append((key, state.next))
            trim(&state)
        }
    }

    /// Removes the oldest identities above the capacity, and uses that are no longer the last of their key.
    private func trim(_ state: inout State) {
        guard state.entries.count > capacity || state.uses.count > 2 * capacity else { return }
        // A tenth at once, or each new identity would cost a pass over all.
        let kept = capacity - capacity / 10
        state.uses.removeAll { state.entries[$0.key]?.use != $0.use }
        guard state.entries.count > capacity else { return }
        let excess = state.uses.count - kept
        for use in state.uses.prefix(excess) { state.entries[use.key] = nil }
        state.uses.removeFirst(excess)
    }
}
