import HubModel

/// One host and port of the allowlist.
struct AllowlistEndpoint: Equatable, Sendable {
    /// What is spoken there.
    enum Kind: Equatable, Sendable {
        /// REST, the portal, and MQTT over WebSocket.
        case main
        /// Streams.
        case streaming
        /// MQTT over TLS, and no HTTP.
        case mqtt
    }

    let record: AllowlistRecord
    let host: String
    let port: Int

    /// The endpoints of a list, in its order.
    static func all(of list: Allowlist) -> [AllowlistEndpoint] {
        list.value.flatMap { record in
            record.urls.flatMap { host in
                record.tcpPorts.split(separator: ",").compactMap { Int($0) }.filter { (1...65_535).contains($0) }
                    .map { AllowlistEndpoint(record: record, host: host, port: $0) }
            }
        }
    }

    /// A main endpoint that a hub can do without is the MQTT port.
    var kind: Kind {
        switch record.serviceArea {
        case .streaming: .streaming
        case .main: record.required ? .main : .mqtt
        }
    }
}
