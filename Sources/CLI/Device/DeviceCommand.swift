import ArgumentParser

/// `device`: the registry of a hub.
struct DeviceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device",
        abstract: "Manage devices and their keys.",
        subcommands: [
            DeviceList.self, DeviceShow.self, DeviceCreate.self, DeviceUpdate.self, DeviceDelete.self,
            DeviceImport.self, DeviceExport.self, DeviceRotateKey.self, DeviceConnectionString.self,
        ]
    )

    static let shape = TableShape([
        .init("DeviceId", "deviceId"), .init("Status", "status"), .init("ConnectionState", "connectionState"),
        .init("LastActivity", "lastActivityTime"), .init("Authentication", "authentication", "type"),
        .init("Tags", "tags"), .init("StatusReason", "statusReason"), .init("Connection", "connection"),
    ])
}
