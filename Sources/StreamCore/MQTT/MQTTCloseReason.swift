/// Why a server session ended.
package enum MQTTCloseReason: Equatable, Sendable {
    /// No CONNECT before the deadline.
    case connectTimedOut
    /// The hub did not judge the login before the deadline.
    case authenticationTimedOut
    /// The login was refused with this return code.
    case refused(MQTTRefusal)
    /// Bytes that are no packet of a client.
    case malformed(MQTTDecodeError)
    /// A packet in the wrong place: a second CONNECT [MQTT-3.1.0-2], a step of QoS 2 that nobody began.
    case unexpectedPacket(MQTTPacketKind)
    /// A QoS 2 publish; the hub has none, as IoT Hub has none.
    case exactlyOnceUnsupported
    /// Silence for 1.5 × the keep-alive [MQTT-3.1.2-24], or longer than the server bears.
    case silent
    /// The credential of the login is no longer valid.
    case credentialExpired
    /// The client sent DISCONNECT.
    case disconnected
    /// The same device connected again (MQTT 3.1.1 §3.1.4).
    case takenOver
    /// Device or key are no longer valid.
    case revoked
    /// The server stops.
    case shuttingDown
}
