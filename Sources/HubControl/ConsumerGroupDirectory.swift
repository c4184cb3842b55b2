package import HubModel
import HubStore
import Logging

/// A name under which readers of a hub's events remember where they are.
package struct ConsumerGroup: Equatable, Sendable {
    package let name: ConsumerGroupName
    package let createdAt: Timestamp
}

/// The consumer groups of the hubs.
///
/// A hub carries streams and keeps no events, so that the groups are names alone: for scripts that make them with a hub.
package struct ConsumerGroupDirectory: Sendable {
    /// The most of one hub, with the one that it is born with: as many as Azure Event Hubs allows for an event hub of
    /// the standard tier, of which IoT Hub's own endpoint is one.
    package static let maximumCount = 20

    let hubs: HubDirectory

    package func list(
        _ caller: Caller,
        _ hub: HubName,
        _ page: PageRequest
    ) async throws(HubError) -> ListPage<ConsumerGroup> {
        try await ListPage(of: all(caller, hub), page) { $0.name.key }
    }

    package func get(
        _ caller: Caller,
        _ hub: HubName,
        _ name: ConsumerGroupName
    ) async throws(HubError) -> ConsumerGroup {
        guard let group = try await all(caller, hub).first(where: { $0.name == name }) else {
            throw .noConsumerGroup(name.text, hub)
        }
        return group
    }

    /// Makes the group, unless the hub has it.
    package func put(
        _ caller: Caller,
        _ hub: HubName,
        _ name: ConsumerGroupName
    ) async throws(HubError) -> ConsumerGroup {
        let present = try snapshot(caller, hub, changes: true).hub
        if name == .standard { return ConsumerGroup(name: .standard, createdAt: present.createdAt) }
        let row = ConsumerGroupRow(name: name, createdAt: hubs.world.now)
        let (stored, isNew) = try await hubs.store.write { (writing) throws(HubError) -> (ConsumerGroupRow, Bool) in
            // The hub may have gone since, and its groups with it.
            let id = try writing.existingHub(hub).id
            let rows = try writing.consumerGroups(hub: id)
            if let there = rows.first(where: { $0.name == name }) { return (there, false) }
            guard rows.count + 1 < Self.maximumCount else {
                throw HubError(
                    .resourceConflict,
                    "The hub '\(hub)' has \(Self.maximumCount) consumer groups, which is the most. Delete one first.",
                    target: "name"
                )
            }
            try writing.insertConsumerGroup(hub: id, row)
            return (row, true)
        }
        if isNew { log("consumer group created", caller, hub, name) }
        return ConsumerGroup(stored)
    }

    package func delete(_ caller: Caller, _ hub: HubName, _ name: ConsumerGroupName) async throws(HubError) {
        _ = try snapshot(caller, hub, changes: true)
        guard name != .standard else {
            throw HubError(.resourceConflict, "The consumer group '\(name)' is part of every hub.", target: "name")
        }
        try await hubs.store.write { (writing) throws(HubError) in
            guard try writing.deleteConsumerGroup(hub: writing.existingHub(hub).id, name) else {
                throw HubError.noConsumerGroup(name.text, hub)
            }
        }
        log("consumer group deleted", caller, hub, name)
    }

    /// All of a hub, by name; `$` stands before letters and digits.
    private func all(_ caller: Caller, _ hub: HubName) async throws(HubError) -> [ConsumerGroup] {
        let present = try snapshot(caller, hub, changes: false).hub
        let rows = try await hubs.store.read { (reading) throws(HubError) in
            try reading.consumerGroups(hub: present.id)
        }
        return [ConsumerGroup(name: .standard, createdAt: present.createdAt)] + rows.map(ConsumerGroup.init)
    }

    private func snapshot(_ caller: Caller, _ hub: HubName, changes: Bool) throws(HubError) -> HubSnapshot {
        try caller.require(.reader)
        let snapshot = try hubs.snapshot(caller, hub)
        if changes { try caller.require(.owner) }
        return snapshot
    }

    private func log(_ message: String, _ caller: Caller, _ hub: HubName, _ name: ConsumerGroupName) {
        hubs.logger.info(
            "\(message)",
            metadata: ["hub.id": "\(hub)", "consumerGroup.name": "\(name)", "token.id": "\(caller.tokenID)"]
        )
    }
}

extension ConsumerGroup {
    fileprivate init(_ row: ConsumerGroupRow) { self.init(name: row.name, createdAt: row.createdAt) }
}

extension HubError {
    /// `name` is what was asked for, whether or not it could be one.
    package static func noConsumerGroup(_ name: String, _ hub: HubName) -> HubError {
        HubError(
            .resourceNotFound,
            "The hub '\(hub)' has no consumer group '\(VisibleText.show(name, limit: 64))'."
        )
    }
}
