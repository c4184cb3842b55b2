/// An activity record as destinations get it: the export form of Azure's resource logs, with its place in the hub's
/// chain.
package struct DiagnosticRecord: Encodable, Equatable, Sendable {
    package let time: Timestamp
    package let resourceId: String
    package let operationName: String
    package let category: String
    package let resultType: String
    package let resultDescription: String
    package let level: String
    /// Text, as in Azure's records.
    package let durationMs: String
    /// JSON as text, as in Azure's records.
    package let properties: String
    /// The region of the hub.
    package let location: String
    /// The record's place among those of its hub, from 1 without gaps; `nil` for a sample.
    package let sequence: Int64?
    /// The hash of the hub's chain with this record, in hexadecimal digits; `nil` for a sample.
    package let hash: String?

    package init(
        _ record: ActivityRecord,
        resourceID: String,
        location: String,
        sequence: Int64?,
        hash: String?
    ) throws(HubError) {
        time = record.time
        resourceId = resourceID
        operationName = record.operationName.rawValue
        category = record.category.rawValue
        resultType = record.resultType
        resultDescription = record.resultDescription
        level = record.level.rawValue
        durationMs = String(record.durationMs)
        properties = String(decoding: try RestJSON.encode(record.properties), as: UTF8.self)
        self.location = location
        self.sequence = sequence
        self.hash = hash
    }
}
