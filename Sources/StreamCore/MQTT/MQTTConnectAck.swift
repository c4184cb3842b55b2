/// The server's answer to CONNECT (MQTT 3.1.1 §3.2).
package enum MQTTConnectAck: Equatable, Sendable {
    /// Return code 0, and whether the server kept something of an earlier connection (§3.2.2.2).
    case accepted(sessionPresent: Bool)
    /// Another return code; the session-present flag is then 0 [MQTT-3.2.2-4].
    case refused(MQTTRefusal)
}

/// The return codes of CONNACK that refuse (MQTT 3.1.1 §3.2.2.3), and what the C device SDK makes of them.
package enum MQTTRefusal: UInt8, CaseIterable, Sendable {
    /// Not MQTT 3.1.1; the SDK gives up.
    case unacceptableProtocolVersion = 1
    /// The SDK gives up.
    case identifierRejected = 2
    /// The SDK reports a disabled device and tries again.
    case serverUnavailable = 3
    /// The SDK gives up, for ever: not for a credential that can be corrected.
    case badUserNameOrPassword = 4
    /// The SDK reports a bad credential and tries again.
    case notAuthorized = 5
}
