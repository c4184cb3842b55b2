import HubModel
import HubStore

/// The book of the allowlist: whatever changes a hub is compared before and after, and each difference is written
/// down under a new version.
///
/// No use case writes a version itself, so none can forget to.
enum AllowlistLedger {
    /// A record as clients see it, with declared addresses only.
    static func render(_ record: RecordRow, of hub: HubRow, _ naming: HostNaming) -> AllowlistRecord {
        let host: String
        let ips: [String]
        if let stamp = record.stamp {
            host = naming.streamingHost(hub.name, stamp)
            ips = record.ips
        } else {
            host = naming.mainHost(hub.name)
            ips = hub.ips
        }
        return AllowlistRecord(
            id: record.id,
            serviceArea: record.kind == .streaming ? .streaming : .main,
            urls: [host],
            ips: ips,
            ipsSource: ips.isEmpty ? nil : .declared,
            tcpPorts: String(record.kind == .mqtt ? naming.mqttPort ?? naming.publicPort : naming.publicPort),
            required: record.kind != .mqtt,
            notes: record.notes ?? (record.kind == .mqtt ? mqttNotes : nil),
            state: record.state,
            effective: record.effective,
            retires: record.retires
        )
    }

    private static let mqttNotes = "MQTT over TLS. Devices may use MQTT over WebSocket on the main endpoint instead."

    /// The steps from one list to another, by record id.
    static func changes(
        from old: [AllowlistRecord],
        to new: [AllowlistRecord],
        version: AllowlistVersion,
        now: Timestamp
    ) -> [AllowlistChange] {
        let oldByID = Dictionary(uniqueKeysWithValues: old.map { ($0.id, $0) })
        let newByID = Dictionary(uniqueKeysWithValues: new.map { ($0.id, $0) })
        return Set(oldByID.keys).union(newByID.keys).sorted().compactMap { id in
            let previous = oldByID[id]
            let current = newByID[id]
            guard previous != current else { return nil }
            let disposition: AllowlistChange.Disposition
            let effective: Timestamp
            switch (previous, current) {
            case (nil, .some(let current)):
                disposition = .add
                effective = current.effective
            case (.some, nil), (nil, nil):
                disposition = .remove
                effective = now
            case (.some(let previous), .some(let current)):
                disposition = .change
                effective = current.retires.flatMap { $0 == previous.retires ? nil : $0 } ?? now
            }
            return AllowlistChange(
                id: id,
                version: version,
                disposition: disposition,
                effective: effective,
                changedAt: now,
                previous: previous,
                current: current
            )
        }
    }
}
