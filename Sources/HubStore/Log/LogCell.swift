import HubModel
import LogQuery

/// How a column of a query is written in SQL.
struct LogCell {
    /// The value as the language sees it: a text that is missing is empty, anything else that is missing has no value.
    let value: SQLFragment
    /// The same where a missing text has no value either, which an index knows it by.
    let plain: SQLFragment
    /// Whether `plain` may have no value.
    let isNullable: Bool
    let type: LogType
    /// Whether it is a text of the query that is not empty.
    var isFilled = false

    /// A column that hands on what is such a value already.
    init(_ value: SQLFragment, _ type: LogType) {
        self.value = value
        plain = value
        isNullable = type != .string
        self.type = type
    }

    /// A column of the table.
    init(_ field: LogField) {
        let isAlwaysThere: Bool
        switch field {
        case .timeGenerated: (plain, isAlwaysThere) = ("at", true)
        case .category: (plain, isAlwaysThere) = ("category", true)
        case .operationName: (plain, isAlwaysThere) = ("operation", true)
        case .resultType: (plain, isAlwaysThere) = ("result_type", true)
        case .resultDescription: (plain, isAlwaysThere) = ("json_extract(record, '$.resultDescription')", false)
        case .level: (plain, isAlwaysThere) = ("level", true)
        case .durationMs: (plain, isAlwaysThere) = ("duration_ms", true)
        case .deviceID: (plain, isAlwaysThere) = ("device_id", false)
        case .moduleID: (plain, isAlwaysThere) = ("json_extract(record, '$.properties.moduleId')", false)
        case .streamID: (plain, isAlwaysThere) = ("stream_id", false)
        case .streamName: (plain, isAlwaysThere) = ("json_extract(record, '$.properties.streamName')", false)
        case .service: (plain, isAlwaysThere) = ("json_extract(record, '$.properties.service')", false)
        case .direction: (plain, isAlwaysThere) = ("json_extract(record, '$.properties.direction')", false)
        case .caller: (plain, isAlwaysThere) = ("json_extract(record, '$.properties.caller')", false)
        case .callerAddress: (plain, isAlwaysThere) = ("json_extract(record, '$.properties.callerAddress')", false)
        case .reason: (plain, isAlwaysThere) = ("json_extract(record, '$.properties.reason')", false)
        case .endpoint: (plain, isAlwaysThere) = ("json_extract(record, '$.properties.endpoint')", false)
        case .stage: (plain, isAlwaysThere) = ("json_extract(record, '$.properties.stage')", false)
        case .statusCode: (plain, isAlwaysThere) = ("json_extract(record, '$.properties.statusCode')", false)
        case .bytesFromDevice: (plain, isAlwaysThere) = ("bytes_from_device", false)
        case .bytesFromService: (plain, isAlwaysThere) = ("bytes_from_service", false)
        case .closeReason: (plain, isAlwaysThere) = ("json_extract(record, '$.properties.closeReason')", false)
        case .trackingID: (plain, isAlwaysThere) = ("tracking_id", false)
        case .traceID: (plain, isAlwaysThere) = ("json_extract(record, '$.properties.traceId')", false)
        case .transport: (plain, isAlwaysThere) = ("json_extract(record, '$.properties.transport')", false)
        case .count: (plain, isAlwaysThere) = ("json_extract(record, '$.properties.count')", false)
        case .droppedCategory: (plain, isAlwaysThere) = ("json_extract(record, '$.properties.droppedCategory')", false)
        case .sequence: (plain, isAlwaysThere) = ("sequence", true)
        case .properties: (plain, isAlwaysThere) = ("json_extract(record, '$.properties')", false)
        }
        type = field.type
        isNullable = !isAlwaysThere
        value = type == .string && isNullable ? "ifnull(\(plain), '')" : plain
    }

    /// A value that stands in the query.
    init(_ value: LogValue) {
        switch value {
        case .string(let text):
            self.init(text, .string)
            isFilled = !text.isEmpty
        case .long(let number): self.init(number, .long)
        case .real(let number): self.init(number, .real)
        case .datetime(let time): self.init(time.milliseconds, .datetime)
        case .timespan(let span): self.init(span, .timespan)
        }
    }

    private init(_ value: StoreConnection.Value, _ type: LogType) {
        self.init(value: "\(value: value)", type: type, isNullable: false)
    }

    init(value: SQLFragment, type: LogType, isNullable: Bool) {
        self.value = value
        plain = value
        self.isNullable = isNullable
        self.type = type
    }
}

extension [LogCell] {
    subscript(scalar: LogScalar) -> LogCell {
        switch scalar {
        case .column(let index): return self[index]
        case .value(let value): return LogCell(value)
        case .bin(let index, let width):
            let cell = self[index]
            // Times are counted from the first day of year 1, as in the original, so that weeks begin where its weeks do.
            let shift: Int64 = cell.type == .datetime ? 62_135_596_800_000 : 0
            let shifted: SQLFragment = shift == 0 ? cell.value : "(\(cell.value) + \(value: shift))"
            // The remainder has the sign of the value: what is below zero is rounded down, too.
            return LogCell(
                value: """
                    (\(cell.value) - (\(shifted) % \(value: width) + \(value: width)) % \(value: width))
                    """,
                type: cell.type,
                isNullable: cell.isNullable
            )
        }
    }
}
