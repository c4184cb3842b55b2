package import HubModel

/// Where the records of a hub go.
extension HubRequest {
    package static func listDiagnosticSettings(_ hub: HubName, top: Int?) -> HubRequest {
        HubRequest(.get, "hubs", hub.text, "diagnosticSettings", query: ["$top": top.map(String.init)])
    }

    package static func showDiagnosticSetting(_ hub: HubName, _ name: DiagnosticSettingName) -> HubRequest {
        HubRequest(.get, "hubs", hub.text, "diagnosticSettings", name.text)
    }

    package static func putDiagnosticSetting(
        _ hub: HubName,
        _ name: DiagnosticSettingName,
        _ request: DiagnosticSettingRequest
    ) throws(HubError) -> HubRequest {
        try HubRequest(.put, "hubs", hub.text, "diagnosticSettings", name.text).sending(request)
    }

    package static func deleteDiagnosticSetting(_ hub: HubName, _ name: DiagnosticSettingName) -> HubRequest {
        HubRequest(.delete, "hubs", hub.text, "diagnosticSettings", name.text)
    }

    /// The server may wait for the destination before it answers.
    package static func testDiagnosticSetting(_ hub: HubName, _ name: DiagnosticSettingName) -> HubRequest {
        var request = HubRequest(.post, "hubs", hub.text, "diagnosticSettings", name.text, "test")
        request.waits = .seconds(40)
        return request
    }
}
