import HubModel

/// The tabs of the portal.
enum PortalTab: String, CaseIterable, Sendable {
    case overview, devices, streams, logs, diagnostics, limits

    var title: String {
        switch self {
        case .overview: "Overview"
        case .devices: "Devices"
        case .streams: "Streams"
        case .logs: "Logs"
        case .diagnostics: "Diagnostic settings"
        case .limits: "Limits"
        }
    }

    var path: String {
        switch self {
        case .overview: "/"
        case .devices, .streams, .logs, .diagnostics, .limits: "/portal/" + rawValue
        }
    }

    /// Who may read the API that it shows.
    var leastRole: Role {
        switch self {
        case .overview: .endpointsRead
        case .devices, .streams, .logs, .diagnostics, .limits: .reader
        }
    }

    /// What makes it act, beside what every page has.
    var script: PortalAsset? {
        switch self {
        case .overview: nil
        case .devices: Self.devicesScript
        case .streams: Self.streamsScript
        case .logs: Self.logsScript
        case .diagnostics: Self.diagnosticsScript
        case .limits: Self.limitsScript
        }
    }

    private static let devicesScript = PortalAsset(script: "devices", PackageResources.devices_js)
    private static let streamsScript = PortalAsset(script: "streams", PackageResources.streams_js)
    private static let logsScript = PortalAsset(script: "logs", PackageResources.logs_js)
    private static let diagnosticsScript = PortalAsset(script: "diagnostics", PackageResources.diagnostics_js)
    private static let limitsScript = PortalAsset(script: "limits", PackageResources.limits_js)
}
