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
        /// What the log says of itself; every destination gets it.
        case logIntegrity = "LogIntegrity"
    }

    package enum Operation: String, Codable, CaseIterable, Sendable {
        /// A stream request came to its answer: accepted, rejected, or not answered.
        case streamRequest
        /// A stream that was accepted ended.
        case streamEnd
        case deviceConnect
        case deviceDisconnect
        /// The log was signed up to here.
        case checkpoint
        /// Records were not taken in; the description says how many and why.
        case recordsDropped
    }

    package enum Level: String, Codable, CaseIterable, Sendable {
        case information = "Information"
        case warning = "Warning"
        case error = "Error"
    }

    package typealias Properties = ActivityProperties

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

    /// The text that is hashed, stored and shown to those who verify it: one line, members sorted.
    package func canonicalText() throws(HubError) -> String {
        String(decoding: try RestJSON.encode(self), as: UTF8.self)
    }

    /// What `resultType` says when nothing failed.
    package static let success = "Success"
}
