import HubControl
import HubModel

/// Records as pumps hand them to destinations.
enum Samples {
    static func record(
        device: String = "press-07",
        level: ActivityRecord.Level = .information
    ) throws -> ActivityRecord {
        var properties = ActivityRecord.Properties(device: try DeviceID(device))
        properties.trackingId = "b90e3f12"
        return ActivityRecord(
            time: Timestamp(milliseconds: 1_795_400_000_125),
            hub: try HubName("hub"),
            category: .deviceStreams,
            operationName: .streamRequest,
            resultType: ActivityRecord.success,
            resultDescription: "Zwölf Boxkämpfer",
            level: level,
            durationMs: 12,
            properties: properties
        )
    }

    static func item(_ record: ActivityRecord, sequence: Int64 = 7) throws -> DiagnosticBatch.Item {
        let exported = try DiagnosticRecord(
            record,
            resourceID: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Devices/IotHubs/hub",
            location: "local",
            sequence: sequence,
            hash: "00ff"
        )
        return DiagnosticBatch.Item(record: record, sequence: sequence, json: try RestJSON.encode(exported))
    }

    static func batch(_ sequences: ClosedRange<Int64> = 1...2) throws -> DiagnosticBatch {
        DiagnosticBatch(
            id: "1-1-\(sequences.lowerBound)-\(sequences.upperBound)",
            host: "hub.devicestream.localhost",
            items: try sequences.map { try item(record(), sequence: $0) }
        )
    }
}
