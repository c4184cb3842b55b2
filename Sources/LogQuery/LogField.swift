/// The columns of the table `AzureDiagnostics`, in their order.
///
/// The properties of a record are columns under their own names; together they are `properties_s`.
package enum LogField: String, CaseIterable, Sendable {
    case timeGenerated = "TimeGenerated"
    case category = "Category"
    case operationName = "OperationName"
    case resultType = "ResultType"
    case resultDescription = "ResultDescription"
    case level = "Level"
    case durationMs = "DurationMs"
    case deviceID = "deviceId"
    case moduleID = "moduleId"
    case streamID = "streamId"
    case streamName
    case service
    case direction
    case caller
    case callerAddress
    case reason
    case endpoint
    case stage
    case statusCode
    case bytesFromDevice
    case bytesFromService
    case closeReason
    case trackingID = "trackingId"
    case traceID = "traceId"
    case transport
    case count
    case droppedCategory
    case sequence
    case properties = "properties_s"

    /// The name of the one table.
    package static let table = "AzureDiagnostics"

    package var type: LogType {
        switch self {
        case .timeGenerated: .datetime
        case .durationMs, .statusCode, .bytesFromDevice, .bytesFromService, .count, .sequence: .long
        case .category, .operationName, .resultType, .resultDescription, .level, .deviceID, .moduleID, .streamID,
            .streamName, .service, .direction, .caller, .callerAddress, .reason, .endpoint, .stage, .closeReason,
            .trackingID, .traceID, .transport, .droppedCategory, .properties:
            .string
        }
    }

    static let columns = allCases.map { LogColumn($0.rawValue, $0.type) }
}
