import HubModel
import HubStore
import Logging

/// The one way to change a hub or its records: reads it, lets the use case change it, writes the allowlist's history,
/// commits, and brings the index up to date.
struct HubWriter: Sendable {
    let store: HubStore
    let index: HubIndex
    let naming: HostNaming
    let world: World

    /// `domain:port[:mqtt port]`: what the host names and ports of a list follow from.
    var hostBase: String {
        naming.domain + ":" + String(naming.publicPort) + (naming.mqttPort.map { ":" + String($0) } ?? "")
    }

    /// Gives the list the record of the MQTT port, or takes it away, as the server has such a listener or not.
    func adjustMQTT(_ writing: Writing, _ hub: HubRow, _ records: [RecordRow]) throws(HubError) {
        let present = records.first { $0.kind == .mqtt }
        switch (present, naming.mqttPort) {
        case (nil, .some): _ = try writing.insertRecord(RecordRow(.mqtt, hub: hub.id, at: world.now))
        case (.some(var record), nil):
            record.state = .retired
            record.updatedAt = world.now
            try writing.updateRecord(record)
        case (nil, nil), (.some, .some): break
        }
    }

    /// Changes one hub in a transaction.
    ///
    /// `change` gets the row, which it may change, and the records on the list; what it does to the records it writes
    /// itself.
    func change<Result: Sendable>(
        _ name: HubName,
        _ change: @escaping @Sendable (Writing, inout HubRow, [RecordRow]) throws(HubError) -> Result
    ) async throws(HubError) -> (Result, HubSnapshot) {
        let (result, snapshot) = try await store.write { (writing) throws(HubError) in
            let hub = try writing.existingHub(name)
            return try apply(change, to: hub, writing)
        }
        index.committed(snapshot)
        return (result, snapshot)
    }

    /// Changes the hub of the row's name in a transaction, or inserts the row where there is none; tells which.
    func put(
        _ row: HubRow,
        filling fill: @escaping @Sendable (Writing, Int64) throws(HubError) -> Void,
        changing change: @escaping @Sendable (Writing, inout HubRow, [RecordRow]) throws(HubError) -> Void
    ) async throws(HubError) -> (HubSnapshot, isNew: Bool) {
        let (snapshot, isNew) = try await store.write { (writing) throws(HubError) in
            guard let hub = try writing.hub(row.name) else { return (try insert(row, writing, fill), true) }
            return (try apply(change, to: hub, writing).1, false)
        }
        index.committed(snapshot)
        return (snapshot, isNew)
    }

    /// The part of a change that runs within a transaction.
    private func apply<Result>(
        _ change: (Writing, inout HubRow, [RecordRow]) throws(HubError) -> Result,
        to row: HubRow,
        _ writing: Writing
    ) throws(HubError) -> (Result, HubSnapshot) {
        var hub = row
        let records = try writing.records(hub: hub.id, includingRetired: false)
        let before = try oldNaming(of: hub)
        let old = records.map { AllowlistLedger.render($0, of: row, before) }
        let result = try change(writing, &hub, records)
        return (result, try finish(writing, &hub, old: old))
    }

    /// Inserts a hub with its records and policies.
    func create(
        _ row: HubRow,
        _ fill: @escaping @Sendable (Writing, Int64) throws(HubError) -> Void
    ) async throws(HubError) -> HubSnapshot {
        let snapshot = try await store.write { (writing) throws(HubError) in
            try insert(row, writing, fill)
        }
        index.committed(snapshot)
        return snapshot
    }

    /// The part of `create` that runs within a transaction.
    func insert(
        _ row: HubRow,
        _ writing: Writing,
        _ fill: (Writing, Int64) throws(HubError) -> Void
    ) throws(HubError) -> HubSnapshot {
        guard try writing.hub(row.name) == nil else {
            throw HubError(.resourceConflict, "There is a hub '\(row.name)' already.", target: "name")
        }
        var hub = row
        hub.id = try writing.insertHub(row)
        try fill(writing, hub.id)
        return try finish(writing, &hub, old: [])
    }

    /// The naming under which the hub's list was last written, which the configuration may have changed since.
    private func oldNaming(of hub: HubRow) throws(HubError) -> HostNaming {
        let parts = hub.hostBase.split(separator: ":")
        guard hub.hostBase != hostBase, parts.count >= 2, let port = Int(parts[1]) else { return naming }
        return try HostNaming(
            domain: String(parts[0]),
            publicPort: port,
            mqttPort: parts.count > 2 ? Int(parts[2]) : nil
        )
    }

    private func finish(
        _ writing: Writing,
        _ hub: inout HubRow,
        old: [AllowlistRecord]
    ) throws(HubError) -> HubSnapshot {
        let now = world.now
        let records = try writing.records(hub: hub.id, includingRetired: false)
        let row = hub
        let new = records.map { AllowlistLedger.render($0, of: row, naming) }
        let version = old.isEmpty ? hub.allowlistVersion : hub.allowlistVersion.next(at: now)
        let changes = AllowlistLedger.changes(from: old, to: new, version: version, now: now)
        if !changes.isEmpty {
            hub.allowlistVersion = version
            hub.allowlistUpdatedAt = now
            for change in changes { try writing.appendChange(hub: hub.id, change) }
        }
        hub.hostBase = hostBase
        hub.updatedAt = now
        try writing.updateHub(hub)
        return HubSnapshot(hub: hub, records: records, sequence: index.nextSequence())
    }
}
