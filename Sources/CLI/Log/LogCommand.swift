import ArgumentParser

/// `log`: what happened on a hub.
struct LogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "See what happened on a hub: stream requests and their ends, connections of devices.",
        subcommands: [LogList.self, LogTailVerb.self, LogShow.self, LogQuery.self, LogVerify.self]
    )

    static let shape = TableShape([
        .init("Sequence", "sequence"), .init("Time", "TimeGenerated"), .init("Level", "Level"),
        .init("Category", "Category"), .init("Operation", "OperationName"), .init("Result", "ResultType"),
        .init("DeviceId", "properties", "deviceId"), .init("ModuleId", "properties", "moduleId"),
        .init("StreamName", "properties", "streamName"), .init("Service", "properties", "service"),
        .init("Caller", "properties", "caller"), .init("Address", "properties", "callerAddress"),
        .init("Stage", "properties", "stage"), .init("DurationMs", "DurationMs"),
        .init("FromDevice", "properties", "bytesFromDevice"),
        .init("FromService", "properties", "bytesFromService"), .init("CloseReason", "properties", "closeReason"),
        .init("Reason", "properties", "reason"), .init("TrackingId", "properties", "trackingId"),
        .init("Description", "ResultDescription"),
    ])
}
