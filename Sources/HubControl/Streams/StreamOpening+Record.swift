import HubModel

// What goes on record of a request that came to no stream.
extension StreamOpening {
    /// What all records of the request have.
    var properties: ActivityRecord.Properties {
        var properties = ActivityRecord.Properties(device: identity.device, module: identity.module)
        properties.streamName = name
        properties.service = service
        properties.direction = "c2d"
        properties.caller = caller.text
        properties.callerAddress = address
        properties.reason = reason
        properties.trackingId = trackingID
        properties.traceId = trace?.traceID
        return properties
    }

    /// A request that failed before the device was asked.
    func record(of error: HubError, from begun: Timestamp, to now: Timestamp) -> ActivityRecord {
        .streamRequest(hub, properties, error, from: begun, to: now)
    }
}

extension ActivityRecord {
    /// A stream request that came to no stream.
    static func streamRequest(
        _ hub: HubName,
        _ properties: Properties,
        _ error: HubError,
        from begun: Timestamp,
        to now: Timestamp
    ) -> ActivityRecord {
        var properties = properties
        // A stage that the error does not name is the first: the device was not even found.
        properties.stage = error.stage.flatMap(StreamStage.init(rawValue:)) ?? .lookup
        properties.statusCode = error.code.httpStatus
        return ActivityRecord(
            time: now,
            hub: hub,
            category: .deviceStreams,
            operationName: .streamRequest,
            resultType: error.code.rawValue,
            resultDescription: error.message,
            level: .warning,
            durationMs: (now - begun).wholeMilliseconds,
            properties: properties
        )
    }
}
