import HubModel
import HubStore

/// Makes batches of a hub's records.
struct DiagnosticFraming: Sendable {
    /// Records in one batch.
    static let maximumRecords = 500
    /// Bytes of one batch, which its receiver has to hold: most servers take bodies of 1 MiB by default.
    static let maximumBytes = 768 * 1024

    let index: HubIndex
    let naming: HostNaming
    let tenancy: Tenancy

    /// What was read for one batch.
    struct Cut: Sendable {
        /// `nil` where none of the records is wanted.
        var batch: DiagnosticBatch?
        /// The last record that was looked at.
        var end: Int64
        /// Records that are missing before and between those that were read.
        var missing: Int64
    }

    /// Takes the records after `cursor` that a setting wants, as many as one batch holds; `nil` where there are none.
    func cut(
        _ records: [StoredActivity],
        after cursor: Int64?,
        for setting: DiagnosticSettingRow,
        of hub: HubName
    ) throws(HubError) -> Cut? {
        guard let first = records.first, let snapshot = index[hub] else { return nil }
        var end = cursor ?? first.sequence - 1
        var missing: Int64 = 0
        var items: [DiagnosticBatch.Item] = []
        var bytes = 0
        for stored in records {
            let next = try item(stored, snapshot, wantedBy: setting)
            bytes += next?.json.count ?? 0
            if bytes > Self.maximumBytes, !items.isEmpty { break }
            missing += max(0, stored.sequence - end - 1)
            end = max(end, stored.sequence)
            if let next { items.append(next) }
        }
        guard let from = items.first?.sequence, let to = items.last?.sequence else {
            return Cut(batch: nil, end: end, missing: missing)
        }
        let batch = DiagnosticBatch(
            id: "\(snapshot.hub.id)-\(setting.id)-\(from)-\(to)",
            host: naming.mainHost(hub),
            items: items
        )
        return Cut(batch: batch, end: end, missing: missing)
    }

    /// A batch of one record that is in no log.
    func sample(_ id: String, of hub: HubSnapshot, at now: Timestamp) throws(HubError) -> DiagnosticBatch {
        var properties = ActivityRecord.Properties()
        properties.trackingId = id
        let record = ActivityRecord(
            time: now,
            hub: hub.hub.name,
            category: .logIntegrity,
            operationName: .diagnosticTest,
            resultType: ActivityRecord.success,
            resultDescription: "A sample of a diagnostic setting.",
            level: .information,
            durationMs: 0,
            properties: properties
        )
        return DiagnosticBatch(
            id: id,
            host: naming.mainHost(hub.hub.name),
            items: [try item(record, hub, sequence: nil, hash: nil)]
        )
    }

    private func item(
        _ stored: StoredActivity,
        _ hub: HubSnapshot,
        wantedBy setting: DiagnosticSettingRow
    ) throws(HubError) -> DiagnosticBatch.Item? {
        guard setting.wants(stored.record.category) else { return nil }
        return try item(
            stored.record,
            hub,
            sequence: stored.sequence,
            hash: Base16.encode(stored.hash)
        )
    }

    private func item(
        _ record: ActivityRecord,
        _ hub: HubSnapshot,
        sequence: Int64?,
        hash: String?
    ) throws(HubError) -> DiagnosticBatch.Item {
        let exported = try DiagnosticRecord(
            record,
            resourceID: "/subscriptions/\(tenancy.subscriptionID)/resourceGroups/\(hub.hub.resourceGroup)"
                + "/providers/Microsoft.Devices/IotHubs/\(hub.hub.name)",
            location: hub.hub.location,
            sequence: sequence,
            hash: hash
        )
        return DiagnosticBatch.Item(record: record, sequence: sequence, json: try RestJSON.encode(exported))
    }
}

extension DiagnosticSettingRow {
    /// Whether records of this category go to its destination.
    func wants(_ category: ActivityRecord.Category) -> Bool {
        // What is no choice goes everywhere: it proves that the rest is whole.
        DiagnosticCategory(rawValue: category.rawValue).map(categories.contains) ?? true
    }
}
