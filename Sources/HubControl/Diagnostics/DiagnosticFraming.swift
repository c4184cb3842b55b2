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
        /// What is missing before and between the records that were read.
        var missing: DiagnosticLosses
    }

    /// Takes what comes after `cursor` and a setting wants, as much as one batch holds; `nil` where there is nothing.
    ///
    /// What cannot be read is passed over, or nothing behind it would ever be delivered.
    func cut(
        _ rows: [ActivityRow],
        after cursor: Int64?,
        for setting: DiagnosticSettingRow,
        of hub: HubName
    ) -> Cut? {
        guard let first = rows.first, let snapshot = index[hub] else { return nil }
        var end = cursor ?? first.sequence - 1
        var missing = DiagnosticLosses()
        var items: [DiagnosticBatch.Item] = []
        var bytes = 0
        for row in rows {
            let next = content(of: row, snapshot, wantedBy: setting)
            if case .item(let item) = next {
                bytes += item.json.count
                if bytes > Self.maximumBytes, !items.isEmpty { break }
                items.append(item)
            }
            if case .unreadable = next { missing[.unreadable] += 1 }
            // Of which category those were, nobody knows any more.
            missing[.removed] += max(0, row.sequence - end - 1)
            missing[.notKept] += row.record.map { Self.notKept($0.record, wantedBy: setting) } ?? 0
            end = max(end, row.sequence)
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

    /// What a setting's destination gets of a row.
    private enum Content { case item(DiagnosticBatch.Item), nothing, unreadable }

    private func content(
        of row: ActivityRow,
        _ hub: HubSnapshot,
        wantedBy setting: DiagnosticSettingRow
    ) -> Content {
        switch row {
        case .damaged(_, let category): return category.map(setting.wants) ?? true ? .unreadable : .nothing
        case .record(let stored):
            guard setting.wants(stored.record.category) else { return .nothing }
            do throws(HubError) {
                return .item(
                    try item(stored.record, hub, sequence: stored.sequence, hash: Base16.encode(stored.hash))
                )
            } catch {
                return .unreadable
            }
        }
    }

    /// How many records that a setting wants a record of the log says were not taken in.
    private static func notKept(_ record: ActivityRecord, wantedBy setting: DiagnosticSettingRow) -> Int64 {
        guard record.operationName == .recordsDropped, let count = record.properties.count else { return 0 }
        // Older records do not say of which category they were.
        let category = record.properties.droppedCategory.flatMap { ActivityRecord.Category(rawValue: $0) }
        return category.map(setting.wants) ?? true ? Int64(count) : 0
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
