package import HubModel

/// What `agent run` and `agent check` are to do.
package struct AgentPlan: Equatable, Sendable {
    package let login: AgentLogin
    package let services: AgentServices
    /// A program and its arguments that has the last word on each stream; empty where there is none.
    package let acceptProgram: [String]
    /// How long that program may take.
    package let acceptTimeout: Duration
}

/// Who the agent is, and how it reaches its hub.
package struct AgentLogin: Equatable, Sendable {
    package enum Credential: Equatable, Sendable {
        /// A connection string from a file; from the environment or standard input where it is `nil`.
        case connectionString(file: String?)
        case certificate(file: String, keyFile: String, hostName: String, device: DeviceID)
    }

    package let credential: Credential
    package let transport: AgentTransport
    package let mqttPort: Int
}

/// How an agent speaks to its hub.
package enum AgentTransport: String, CaseIterable, Sendable {
    /// MQTT over WebSocket on the hub's own port.
    case websocket
    /// MQTT over TLS on a port of its own.
    case mqtt
}
