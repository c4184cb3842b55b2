import ArgumentParser

/// `diagnostic-setting`: where the records of a hub go.
struct DiagnosticSettingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diagnostic-setting",
        abstract: "Manage where the records of a hub's activity go.",
        discussion: """
            The setting 'default' is the hub's own log, which 'devicestream log' reads. Others send the same records to \
            a file on the server, a syslog server or a webhook:
              devicestream diagnostic-setting create siem --syslog tls://logs.example.com
              devicestream diagnostic-setting test siem
            """,
        subcommands: [
            DiagnosticSettingList.self, DiagnosticSettingShow.self, DiagnosticSettingCreate.self,
            DiagnosticSettingDelete.self, DiagnosticSettingTest.self,
        ]
    )

    static let shape = TableShape([
        .init("Name", "name"), .init("Destination", "destination", "kind"), .init("Categories", "categories"),
        .init("Delivered", "delivery", "delivered"), .init("Dropped", "delivery", "dropped"),
        .init("LastDeliveredAt", "delivery", "lastDeliveredAt"), .init("LastFailedAt", "delivery", "lastFailedAt"),
        .init("LastError", "delivery", "lastError"),
    ])
}
