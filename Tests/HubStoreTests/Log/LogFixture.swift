import HubModel
import LogQuery

@testable import HubStore

/// A hub with thirty records, a minute apart: of each three a connection, a stream request and the end of a stream.
struct LogFixture {
    static let now = Timestamp(seconds: Sample.now.seconds + 30 * 60)

    let store: HubStore
    let hub: Int64

    init() async throws {
        (store, hub) = try await Sample.store()
        let records = try (0..<30).map(Self.record)
        try await append(records, hub: hub)
        // Another hub's are found by nobody else.
        try await append(records, hub: hub + 1)
    }

    func append(_ records: [ActivityRecord], hub: Int64) async throws {
        try await store.write { (writing) throws(HubError) in
            var chain = try writing.chain(hub: hub)
            for record in records {
                let text = try record.canonicalText()
                chain.append(text)
                _ = try writing.appendActivity(hub: hub, record, text: text, isShown: true, chain: chain, totalBytes: 0)
            }
        }
    }

    func answer(
        _ steps: String,
        in range: Range<Int64>? = nil,
        limits: LogLimits = .standard
    ) async throws -> LogQueryAnswer {
        let plan = try LogPlan(parsing: "AzureDiagnostics " + steps, now: Self.now)
        let hub = hub
        return try await store.read { (reading) throws(HubError) in
            try reading.queryLog(hub: hub, plan, in: range, limits: limits)
        }
    }

    /// The rows as JSON.
    func rows(_ steps: String) async throws -> String {
        String(decoding: try RestJSON.encode(try await answer(steps).rows), as: UTF8.self)
    }

    private static func id(_ index: Int) throws -> StreamID {
        try StreamID("3f1c2a9e-5b7d-4c1e-9a60-2f8d7e6b5a" + (index < 10 ? "0\(index)" : "\(index)"))
    }

    static func record(_ index: Int) throws -> ActivityRecord {
        var properties = ActivityProperties(device: try DeviceID("d-\(index % 4)"))
        var record = ActivityRecord(
            time: Timestamp(seconds: Sample.now.seconds + Int64(index) * 60),
            hub: try HubName("hub"),
            category: .deviceStreams,
            operationName: .streamRequest,
            resultType: ActivityRecord.success,
            resultDescription: "",
            level: .information,
            durationMs: 0,
            properties: properties
        )
        switch index % 3 {
        case 0:
            record.category = .connections
            record.operationName = .deviceConnect
        case 1:
            record.durationMs = Int64(index) * 10
            properties.caller = "token:laptop"
            properties.trackingId = "t-\(index)"
            switch index {
            case 1: properties.reason = "50% of it"
            case 4: properties.reason = "Die Größe in Gröben"
            case 7: properties.reason = "stop-it now 4711"
            case 10: properties.reason = "GRÖBEN"
            default: break
            }
            if index % 2 == 0 {
                properties.streamId = try id(index)
            } else {
                record.resultType = ErrorCode.deviceNotOnline.rawValue
                record.resultDescription = "It is not connected."
                record.level = .warning
                properties.statusCode = 404
            }
        default:
            record.operationName = .streamEnd
            record.durationMs = Int64(index) * 1000
            properties.streamId = try id(index)
            properties.bytesFromDevice = Int64(index) * 100
            if index > 2 { properties.bytesFromService = Int64(index) }
        }
        record.properties = properties
        return record
    }
}
