import HubClient
public import HubModel
public import StreamClient

// Where the records of a hub go.
extension Management {
    /// The diagnostic settings of a hub.
    public func diagnosticSettings(_ hub: HubName) -> PagedSequence<DiagnosticSettingResource> {
        PagedSequence(pool: pool, first: .listDiagnosticSettings(hub, top: nil))
    }

    /// A diagnostic setting.
    public func diagnosticSetting(
        _ hub: HubName,
        _ name: DiagnosticSettingName
    ) async throws(ClientError) -> DiagnosticSettingResource {
        try await value { .showDiagnosticSetting(hub, name) }
    }

    /// Makes a diagnostic setting, or changes the one of that name.
    public func putDiagnosticSetting(
        _ hub: HubName,
        _ name: DiagnosticSettingName,
        _ request: DiagnosticSettingRequest
    ) async throws(ClientError) -> DiagnosticSettingResource {
        try await value { () throws(HubError) in try .putDiagnosticSetting(hub, name, request) }
    }

    /// Deletes a diagnostic setting; nothing more is sent to its destination.
    public func deleteDiagnosticSetting(
        _ hub: HubName,
        _ name: DiagnosticSettingName
    ) async throws(ClientError) {
        try await done { .deleteDiagnosticSetting(hub, name) }
    }

    /// Sends a sample to a setting's destination.
    public func testDiagnosticSetting(
        _ hub: HubName,
        _ name: DiagnosticSettingName
    ) async throws(ClientError) -> DiagnosticTestResult {
        try await value { .testDiagnosticSetting(hub, name) }
    }
}
