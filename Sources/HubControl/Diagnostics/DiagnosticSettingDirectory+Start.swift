import HubModel
import HubStore

// Settings that nobody asked for, and those of before the start.
extension DiagnosticSettingDirectory {
    /// Begins the pumps of all settings of these hubs.
    func start(_ hubRows: [HubRow]) async throws(HubError) {
        for hub in hubRows {
            let settings = try await hubs.store.read { (reading) throws(HubError) in
                var settings: [(DiagnosticSettingRow, Secret?)] = []
                for row in try reading.diagnosticSettings(hub: hub.id) {
                    settings.append((row, try reading.diagnosticSecret(hub: hub.id, row.name)))
                }
                return settings
            }
            categories.committed(settings.map(\.0), of: hub.name)
            for (row, secret) in settings { pumps.begin(row, of: hub.name, secret: secret) }
        }
    }

    /// Gives a new hub its own log; within the transaction that makes the hub.
    static func insertStandard(_ writing: Writing, hub: Int64, _ world: World) throws(HubError) {
        let now = world.now
        _ = try writing.insertDiagnosticSetting(
            DiagnosticSettingRow(
                hubID: hub,
                name: .standard,
                categories: DiagnosticCategory.allCases,
                destination: .local,
                etag: world.newETag(),
                createdAt: now,
                updatedAt: now
            ),
            secret: nil
        )
    }
}
