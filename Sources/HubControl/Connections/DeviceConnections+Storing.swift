import HubModel
import HubStore
import Logging
import Synchronization

// What the store is told of connections.
extension DeviceConnections {
    /// Modules are not rows of their own: what is stored is the device's own connection.
    func note(_ connection: ConnectionState, _ entry: Entry, since: Timestamp, _ state: inout State) {
        guard entry.key.identity.module == nil else { return }
        state.unstored[entry.key] = StoredState(
            hubID: entry.hubID,
            state: connection,
            since: since,
            lastActivity: entry.lastActivity
        )
    }

    /// Writes states until it is cancelled, then what is left.
    package func run() async {
        while !Task.isCancelled {
            await writeStates()
            // Cancellation ends the wait; the loop sees it.
            try? await Task.sleep(for: Self.interval)
        }
        await writeStates()
    }

    /// Writes the states that the store does not know yet.
    package func writeStates() async {
        while true {
            let states = state.withLock { Array($0.unstored.prefix(Self.batch)) }
            guard !states.isEmpty else { return }
            do throws(HubError) {
                try await store.write { (writing) throws(HubError) in
                    for (key, stored) in states {
                        try writing.setConnectionState(
                            hub: stored.hubID,
                            key.identity.device,
                            stored.state,
                            since: stored.since,
                            lastActivity: stored.lastActivity
                        )
                    }
                }
            } catch {
                logger.error("connection states not stored", metadata: ["detail": "\(error.detail ?? error.message)"])
                return
            }
            state.withLock { state in
                for (key, stored) in states {
                    guard let present = state.unstored[key], present.since == stored.since,
                        present.state == stored.state
                    else { continue }
                    state.unstored[key] = nil
                }
            }
        }
    }
}
