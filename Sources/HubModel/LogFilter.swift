/// What records of the activity log are narrowed to; all that are given must hold.
public struct LogFilter: Equatable, Sendable {
    /// Not before this time.
    public var from: Timestamp?
    /// Before this time.
    public var to: Timestamp?
    /// `DeviceStreams`, `Connections` or `LogIntegrity`.
    public var category: String?
    /// `Information`, `Warning` or `Error`.
    public var level: String?
    /// The device.
    public var device: DeviceID?
    /// The id of a request.
    public var trackingID: String?
    /// The policy or API token that asked, as records show it.
    public var caller: String?
    /// `Success`, or the catalogue's code.
    public var result: String?
    /// Text that the description or one of the properties holds, in any case.
    public var text: String?

    /// Everything.
    public init() {}
}

extension LogFilter {
    /// Names of the query parameters, in the REST API.
    package enum Parameter: String, CaseIterable {
        case from, to, category, level, deviceId, trackingId, caller, result, text
    }

    /// Whether a record is one of those.
    package func accepts(_ record: ActivityRecord) -> Bool {
        func holds<Value: Equatable>(_ wanted: Value?, _ value: Value?) -> Bool { wanted == nil || wanted == value }
        guard from.map({ record.time >= $0 }) ?? true, to.map({ record.time < $0 }) ?? true,
            holds(category, record.category.rawValue), holds(level, record.level.rawValue),
            holds(device, record.properties.deviceId), holds(trackingID, record.properties.trackingId),
            holds(caller, record.properties.caller), holds(result, record.resultType)
        else { return false }
        guard let text else { return true }
        let wanted = text.lowercased()
        return record.texts.contains { $0.lowercased().contains(wanted) }
    }
}

extension ActivityRecord {
    /// What free text is looked for in.
    fileprivate var texts: [String] {
        [
            resultDescription, resultType, operationName.rawValue, properties.deviceId?.text,
            properties.moduleId?.text, properties.streamId?.text, properties.streamName?.text,
            properties.service?.text, properties.caller, properties.callerAddress, properties.reason,
            properties.endpoint, properties.stage?.rawValue, properties.closeReason, properties.trackingId,
        ].compactMap { $0 }
    }
}
