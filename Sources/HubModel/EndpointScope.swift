/// The hosts and ports that a device takes for its hub's: those that follow from where it was told to connect.
///
/// A hub that asks it to test anything else asks in vain, so that no hub makes a scanner of it.
package struct EndpointScope: Equatable, Sendable {
    package let hub: HubName
    private let naming: HostNaming

    /// `nil` where the host is not that of a main endpoint: then nothing is the hub's.
    package init?(mainHost: String, port: Int, mqttPort: Int) {
        let parts = mainHost.lowercased().split(separator: ".", maxSplits: 1)
        guard parts.count == 2, HubName.accepts(String(parts[0])),
            // What is no domain is nobody's.
            let naming = try? HostNaming(domain: String(parts[1]), publicPort: port, mqttPort: mqttPort)
        else { return nil }
        hub = HubName(checked: String(parts[0]))
        self.naming = naming
    }

    package func contains(_ endpoint: AllowlistEndpoint) -> Bool {
        switch naming.owner(of: endpoint.host) {
        case .main(hub): endpoint.port == (endpoint.kind == .mqtt ? naming.mqttPort : naming.publicPort)
        case .streaming(hub, _): endpoint.kind == .streaming && endpoint.port == naming.publicPort
        case .main, .streaming, .management, nil: false
        }
    }
}
