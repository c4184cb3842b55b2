import LogQuery

/// Where the table of records has a field: in a column of its own, or in the record's JSON.
enum LogPlace {
    case column(SQLFragment)
    case optionalColumn(SQLFragment)
    case record(SQLFragment)

    init(_ field: LogField) {
        self =
            switch field {
            case .timeGenerated: .column("at")
            case .category: .column("category")
            case .operationName: .column("operation")
            case .resultType: .column("result_type")
            case .resultDescription: .record("$.resultDescription")
            case .level: .column("level")
            case .durationMs: .column("duration_ms")
            case .deviceID: .optionalColumn("device_id")
            case .moduleID: .record("$.properties.moduleId")
            case .streamID: .optionalColumn("stream_id")
            case .streamName: .record("$.properties.streamName")
            case .service: .record("$.properties.service")
            case .direction: .record("$.properties.direction")
            case .caller: .record("$.properties.caller")
            case .callerAddress: .record("$.properties.callerAddress")
            case .reason: .record("$.properties.reason")
            case .endpoint: .record("$.properties.endpoint")
            case .stage: .record("$.properties.stage")
            case .statusCode: .record("$.properties.statusCode")
            case .bytesFromDevice: .optionalColumn("bytes_from_device")
            case .bytesFromService: .optionalColumn("bytes_from_service")
            case .closeReason: .record("$.properties.closeReason")
            case .trackingID: .optionalColumn("tracking_id")
            case .traceID: .record("$.properties.traceId")
            case .transport: .record("$.properties.transport")
            case .count: .record("$.properties.count")
            case .droppedCategory: .record("$.properties.droppedCategory")
            case .sequence: .column("sequence")
            case .properties: .record("$.properties")
            }
    }

    var sql: SQLFragment {
        switch self {
        case .column(let name), .optionalColumn(let name): name
        case .record(let path): "json_extract(record, '\(path)')"
        }
    }

    var isAlwaysThere: Bool { if case .column = self { true } else { false } }
    var isInRecord: Bool { if case .record = self { true } else { false } }
}
