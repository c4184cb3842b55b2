import ArgumentParser

/// `stream`: the streams of a hub.
struct StreamCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stream",
        abstract: "See, open, use and close the streams of a hub.",
        subcommands: [
            StreamList.self, StreamShow.self, StreamWatch.self, StreamOpen.self, StreamClose.self,
            StreamConnect.self, StreamTest.self,
        ]
    )

    static let shape = TableShape([
        .init("StreamId", "streamId"), .init("DeviceId", "deviceId"), .init("ModuleId", "moduleId"),
        .init("StreamName", "streamName"), .init("Service", "service"), .init("State", "state"),
        .init("Stage", "stage"), .init("Caller", "caller"), .init("OpenedAt", "openedAt"),
        .init("EndedAt", "endedAt"), .init("FromDevice", "bytes", "fromDevice"),
        .init("FromService", "bytes", "fromService"), .init("Result", "resultCode"),
        .init("CloseReason", "closeReason"), .init("Reason", "reason"),
    ])

    static let grantShape = TableShape([
        .init("StreamId", "streamId"), .init("DeviceId", "deviceId"), .init("ModuleId", "moduleId"),
        .init("StreamName", "streamName"), .init("Service", "service"), .init("ExpiresAt", "expiresAt"),
        .init("Url", "url"), .init("Token", "token"),
    ])
}
