/// A record of the activity log as the REST API shows it: the columns of the AzureDiagnostics table, the properties as
/// JSON beside their text, and its place in the hub's chain.
public struct LogRecord: Equatable, Sendable {
    /// The place in the hub's chain, from 1.
    public var sequence: Int64
    /// The hash of the chain up to here, in hexadecimal digits.
    public var hash: String
    /// When it happened.
    public var time: Timestamp
    /// `DeviceStreams`, `Connections` or `LogIntegrity`.
    public var category: String
    /// What was done.
    public var operationName: String
    /// `Success`, or the catalogue's code.
    public var resultType: String
    /// What came of it, in words.
    public var resultDescription: String
    /// `Information`, `Warning` or `Error`.
    public var level: String
    /// Whole milliseconds from the beginning of what the record tells of.
    public var durationMs: Int64
    /// What only some records have.
    public var properties: ActivityProperties

    package init(_ record: ActivityRecord, sequence: Int64, hash: [UInt8]) {
        self.sequence = sequence
        self.hash = Base16.encode(hash)
        time = record.time
        category = record.category.rawValue
        operationName = record.operationName.rawValue
        resultType = record.resultType
        resultDescription = record.resultDescription
        level = record.level.rawValue
        durationMs = record.durationMs
        properties = record.properties
    }
}

extension LogRecord: Codable {
    private enum CodingKeys: String, CodingKey {
        case sequence, hash, properties
        case time = "TimeGenerated"
        case category = "Category"
        case operationName = "OperationName"
        case resultType = "ResultType"
        case resultDescription = "ResultDescription"
        case level = "Level"
        case durationMs = "DurationMs"
        case propertiesText = "properties_s"
    }

    /// Reads the columns; `properties_s` says nothing that `properties` does not.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        sequence = try values.decode(Int64.self, forKey: .sequence)
        hash = try values.decode(String.self, forKey: .hash)
        time = try values.decode(Timestamp.self, forKey: .time)
        category = try values.decode(String.self, forKey: .category)
        operationName = try values.decode(String.self, forKey: .operationName)
        resultType = try values.decode(String.self, forKey: .resultType)
        resultDescription = try values.decode(String.self, forKey: .resultDescription)
        level = try values.decode(String.self, forKey: .level)
        durationMs = try values.decode(Int64.self, forKey: .durationMs)
        properties = try values.decode(ActivityProperties.self, forKey: .properties)
    }

    /// Writes the columns.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(sequence, forKey: .sequence)
        try values.encode(hash, forKey: .hash)
        try values.encode(time, forKey: .time)
        try values.encode(category, forKey: .category)
        try values.encode(operationName, forKey: .operationName)
        try values.encode(resultType, forKey: .resultType)
        try values.encode(resultDescription, forKey: .resultDescription)
        try values.encode(level, forKey: .level)
        try values.encode(durationMs, forKey: .durationMs)
        try values.encode(properties, forKey: .properties)
        try values.encode(String(decoding: RestJSON.encode(properties), as: UTF8.self), forKey: .propertiesText)
    }
}
