package import HubModel
import HubStore
import Logging

/// Moves endpoints on when their dates come: announced ones become active, drained ones are taken off the list.
package struct EndpointLifecycle: Sendable {
    let hubs: HubDirectory

    /// How often dates are looked at: an endpoint is active at most this much after its date.
    static let interval = Duration.seconds(5)
    /// Rows of removed hubs that go in one transaction, so that other writers wait for milliseconds only.
    static let purgeBatch = 500

    /// Runs until it is cancelled.
    ///
    /// A failure is logged, and tried again at the next turn.
    package func run() async {
        while !Task.isCancelled {
            do throws(HubError) {
                try await advance()
                while !Task.isCancelled, try await purge() {}
            } catch {
                hubs.logger.error(
                    "endpoints could not be moved on",
                    metadata: ["error.code": "\(error.code.rawValue)", "detail": "\(error.detail ?? error.message)"]
                )
            }
            // Cancellation ends the wait; the loop sees it.
            try? await Task.sleep(for: Self.interval)
        }
    }

    /// Does what is due now.
    package func advance() async throws(HubError) {
        let now = hubs.world.now
        let due = try await hubs.store.read { (reading) throws(HubError) in
            guard let next = try reading.nextDue(), next <= now else { return [HubName]() }
            let owners = Set(try reading.dueRecords(at: now).map(\.hubID))
            return try reading.allHubs().filter { owners.contains($0.id) }.map(\.name)
        }
        for name in due {
            do {
                _ = try await hubs.writer.change(name) { (writing, _, records) throws(HubError) in
                    for var record in records where Self.advance(&record, now: now) {
                        try writing.updateRecord(record)
                    }
                }
            } catch  where error.code == .hubNotFound {
                // Removed meanwhile: nothing to move on.
            }
        }
    }

    /// Takes the step whose date has come; tells whether there was one.
    static func advance(_ record: inout RecordRow, now: Timestamp) -> Bool {
        switch record.state {
        case .upcoming where record.effective <= now: record.state = .active
        case .draining where record.retires.map({ $0 <= now }) ?? false: record.state = .retired
        case .upcoming, .active, .draining, .retired: return false
        }
        record.updatedAt = now
        return true
    }

    private func purge() async throws(HubError) -> Bool {
        try await hubs.store.write { (writing) throws(HubError) in
            try writing.purgeRemovedHubs(limit: Self.purgeBatch)
        }
    }
}
