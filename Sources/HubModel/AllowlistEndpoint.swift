/// One host and port of the allowlist.
package struct AllowlistEndpoint: Equatable, Sendable {
    /// What is spoken there.
    package enum Kind: Equatable, Sendable {
        /// REST, the portal, and MQTT over WebSocket.
        case main
        /// Streams.
        case streaming
        /// MQTT over TLS, and no HTTP.
        case mqtt
    }

    package let record: AllowlistRecord
    package let host: String
    package let port: Int

    package init(record: AllowlistRecord, host: String, port: Int) {
        self.record = record
        self.host = host
        self.port = port
    }

    /// The endpoints of a list, in its order.
    ///
    /// Throws where there is none, or a port is no number: what is left out would look as if it had passed.
    package static func all(of list: Allowlist) throws(HubError) -> [AllowlistEndpoint] {
        var endpoints: [AllowlistEndpoint] = []
        for record in list.value {
            for text in record.tcpPorts.split(separator: ",") {
                guard let port = Int(text), (1...65_535).contains(port) else {
                    let ports = VisibleText.show(record.tcpPorts, limit: 80)
                    throw HubError(
                        .responseNotUnderstood,
                        "The ports '\(ports)' of record \(record.id) cannot be read: numbers from 1 to 65535, with commas between."
                    )
                }
                endpoints += record.urls.map { AllowlistEndpoint(record: record, host: $0, port: port) }
            }
        }
        guard !endpoints.isEmpty else {
            throw HubError(.responseNotUnderstood, "The list has no endpoints, so there is nothing to test.")
        }
        return endpoints
    }

    /// A main endpoint that a hub can do without is the MQTT port.
    package var kind: Kind {
        switch record.serviceArea {
        case .streaming: .streaming
        case .main: record.required ? .main : .mqtt
        }
    }
}
