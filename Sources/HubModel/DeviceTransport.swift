/// How a device is connected.
public enum DeviceTransport: String, Codable, CaseIterable, Sendable {
    /// MQTT over TLS, on a port of its own.
    case mqtt
    /// MQTT over WebSocket, on the main listener.
    case mqttWebSocket
}
