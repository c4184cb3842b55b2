/// One line of the activity log, with the columns of the AzureDiagnostics table.
package struct ActivityRecord: Codable, Equatable, Sendable {
    package var time: Timestamp
    package var hub: HubName
    package var category: Category
    package var operationName: Operation
    /// `Success`, or the catalogue's code.
    package var resultType: String
    package var resultDescription: String
    package var level: Level
    package var durationMs: Int64
    package var properties: Properties

    package enum Category: String, Codable, CaseIterable, Sendable {
        case deviceStreams = "DeviceStreams"
        case connections = "Connections"
    }

    package enum Operation: String, Codable, CaseIterable, Sendable {
        /// A stream request came to its answer: accepted, rejected, or not answered.
        case streamRequest
        /// A stream that was accepted ended.
        case streamEnd
        case deviceConnect
        case deviceDisconnect
    }

    package enum Level: String, Codable, CaseIterable, Sendable {
        case information = "Information"
        case warning = "Warning"
        case error = "Error"
    }

    /// What only some records have.
    package struct Properties: Codable, Equatable, Sendable {
        package var deviceId: DeviceID
        package var moduleId: ModuleID?
        package var streamId: StreamID?
        package var streamName: StreamName?
        package var service: ServiceName?
        /// `c2d`, as in the original records.
        package var direction: String?
        package var caller: String?
        package var callerAddress: String?
        package var reason: String?
        package var endpoint: String?
        package var stage: StreamStage?
        package var statusCode: Int?
        package var bytesFromDevice: Int64?
        package var bytesFromService: Int64?
        package var closeReason: String?
        package var trackingId: String?
        package var transport: DeviceTransport?

        package init(device: DeviceID, module: ModuleID? = nil) {
            deviceId = device
            moduleId = module
        }
    }

    package init(
        time: Timestamp,
        hub: HubName,
        category: Category,
        operationName: Operation,
        resultType: String,
        resultDescription: String,
        level: Level,
        durationMs: Int64,
        properties: Properties
    ) {
        self.time = time
        self.hub = hub
        self.category = category
        self.operationName = operationName
        self.resultType = resultType
        self.resultDescription = resultDescription
        self.level = level
        self.durationMs = durationMs
        self.properties = properties
    }

    /// What `resultType` says when nothing failed.
    package static let success = "Success"
}
