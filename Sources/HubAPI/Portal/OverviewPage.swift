import HubControl
import HubModel

/// What the Overview tab shows: all of it is in the page, so that it needs no script.
struct OverviewPage: Sendable {
    struct Endpoint: Encodable, Sendable {
        let url: String
        /// Without scheme and port.
        let host: String
    }

    struct Format: Encodable, Sendable {
        let name: String
        let summary: String
        let path: String
        let checksumPath: String
        let fileName: String
    }

    let frame: PortalFrame
    /// `nil` for a role that may not read it.
    let state: String?
    let isActive: Bool
    let location: String?
    let mainURL: String
    let mainHost: String
    let endpoints: [Endpoint]
    let endpointLines: String
    let endpointJSON: String
    let version: String
    let changedAt: String
    let nextChange: String
    let formats: [Format]
    let formatLines: String
    let formatJSON: String
    let formatCommand: String
    let command: String

    init(_ control: ControlPlane, _ hub: HubName, _ caller: Caller) async throws(HubError) {
        frame = PortalFrame(.overview, hub: hub, caller)
        let resource = caller.role >= .reader ? try await control.hubs.get(caller, hub) : nil
        state = resource?.properties.state.rawValue
        isActive = resource?.properties.state == .active
        location = resource?.location
        mainHost = control.naming.mainHost(hub)
        mainURL = control.naming.url(mainHost)
        endpoints = try await control.hubs.deviceStreams(caller, hub).streamingEndpoints.map { url in
            Endpoint(url: url, host: String(url.dropFirst("https://".count).prefix { $0 != ":" }))
        }
        endpointLines = endpoints.map { $0.url + "\t" + $0.host }.joined(separator: "\n")
        endpointJSON = try Self.json(endpoints)
        let list = try control.allowlists.recorded(caller, hub)
        version = list.version.description
        changedAt = list.updatedAt.description
        nextChange = list.nextChange.map(Self.words) ?? "None is announced."
        formats = AllowlistFormat.allCases.map { format in
            Format(
                name: format.rawValue,
                summary: format.summary,
                path: "/v1/hubs/\(hub.key)/allowlist?format=\(format.rawValue)",
                checksumPath: "/v1/hubs/\(hub.key)/allowlist.sha256?format=\(format.rawValue)",
                fileName: format.fileName(of: hub)
            )
        }
        formatLines = formats.map { $0.name + "\t" + $0.summary }.joined(separator: "\n")
        formatJSON = try Self.json(formats)
        formatCommand = "devicestream allowlist show --name \(hub.key)"
        command = "devicestream show --name \(hub.key)"
    }

    private static func json(_ value: some Encodable) throws(HubError) -> String {
        String(decoding: try RestJSON.encode(value), as: UTF8.self)
    }

    private static func words(_ change: Allowlist.NextChange) -> String {
        let names = change.urls.joined(separator: ", ")
        return switch change.kind {
        case .becomesActive: "\(names) becomes active at \(change.at)."
        case .retires: "\(names) is taken off the list at \(change.at)."
        }
    }
}
