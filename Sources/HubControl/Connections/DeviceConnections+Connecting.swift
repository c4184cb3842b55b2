package import HubModel
import HubStore
import StreamCore
import Synchronization

extension DeviceConnections {
    /// Judges a login and lets the device in; an earlier connection of the same identity ends.
    package func connect(_ login: DeviceLogin, link: DeviceLink) async throws(HubError) -> DeviceConnection {
        do throws(HubError) {
            let connection = try await admit(login, link)
            meters.letIn(login.transport)
            return connection
        } catch {
            meters.refused(login.transport, error.code)
            throw error
        }
    }

    private func admit(_ login: DeviceLogin, _ link: DeviceLink) async throws(HubError) -> DeviceConnection {
        do throws(HubError) {
            for _ in 0..<Self.maximumJudgements {
                let epoch = state.withLock { $0.epoch }
                let admission = try await judge.admit(login)
                if let connection = try register(admission, login, link, epoch: epoch) { return connection }
            }
            throw HubError(.serviceUnavailable, "Keys of the hub are being changed.", retryAfter: .seconds(1))
        } catch {
            if let (hub, identity) = judge.subject(of: login) {
                record(refused: login, hub, identity, error, world.now)
            }
            throw error
        }
    }

    /// `nil` when something was revoked since `epoch`.
    private func register(
        _ admission: LoginJudge.Admission,
        _ login: DeviceLogin,
        _ link: DeviceLink,
        epoch: UInt64
    ) throws(HubError) -> DeviceConnection? {
        let now = world.now
        switch enter(admission, login, link, epoch: epoch, now: now) {
        case .revoked: return nil
        case .stopping: throw HubError(.serviceUnavailable, "The server is stopping.", retryAfter: .seconds(5))
        case .full(let maximum):
            throw HubError(
                .throttling,
                "The hub '\(admission.hub)' has \(maximum) connected devices, its limit 'connections'."
            )
        case .entered(let entry, let replaced, let waiting):
            replaced?.link.end(.takenOver)
            for waiter in waiting { waiter.resume() }
            record(.deviceConnect, entry, now, "connected")
            return DeviceConnection(
                id: entry.id,
                hub: admission.hub,
                identity: admission.identity,
                endsAt: admission.endsAt
            )
        }
    }

    private enum EnterAction {
        /// Judge the login anew.
        case revoked
        case stopping
        /// The hub has as many connections as its limit allows.
        case full(Int)
        /// End the connection that was replaced, and wake who waits for a sign of the device.
        case entered(Entry, replaced: Entry?, [CheckedContinuation<Void, Never>])
    }

    private func enter(
        _ admission: LoginJudge.Admission,
        _ login: DeviceLogin,
        _ link: DeviceLink,
        epoch: UInt64,
        now: Timestamp
    ) -> EnterAction {
        let key = Key(hub: admission.hub, identity: admission.identity)
        let maximum = index[admission.hub]?.hub.limits.connections
        return state.withLock { state in
            guard state.epoch == epoch else { return .revoked }
            guard !state.isStopping else { return .stopping }
            let replaced = state.byKey[key].flatMap { state.entries[$0] }
            if let maximum, replaced == nil, state.counts[key.hub, default: 0] >= maximum { return .full(maximum) }
            let entry = Entry(
                id: DeviceConnectionID(number: state.nextNumber),
                hubID: admission.hubID,
                key: key,
                credential: admission.credential,
                link: link,
                info: DeviceConnectionInfo(
                    transport: login.transport,
                    address: login.peerAddress,
                    connectedAt: now
                ),
                tookOver: replaced != nil,
                lastActivity: now
            )
            state.nextNumber += 1
            state.entries[entry.id] = entry
            state.byKey[key] = entry.id
            state.counts[key.hub, default: 0] += 1
            state.transports[login.transport, default: 0] += 1
            note(.connected, entry, since: now, &state)
            return .entered(entry, replaced: replaced, Self.takeWaiters(of: key, &state))
        }
    }
}
