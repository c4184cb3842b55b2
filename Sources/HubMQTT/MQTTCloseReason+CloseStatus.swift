import StreamCore

extension MQTTCloseReason {
    /// What a connection over WebSocket is told at its end; MQTT 3.1.1 itself has no word for it.
    ///
    /// The codes are 4000 and the HTTP status of the same.
    var closeStatus: CloseStatus {
        switch self {
        case .takenOver: Self.status(4409, "the same device connected again, here or elsewhere")
        case .revoked: Self.status(4401, "the device or its key is no longer valid")
        case .credentialExpired: Self.status(4401, "the credential of the login expired")
        case .silent: Self.status(4408, "the device was silent for 1.5 times its keep-alive")
        case .shuttingDown: CloseStatus(.goingAway, reason: "the server stops")
        case .connectTimedOut, .authenticationTimedOut, .refused, .malformed, .unexpectedPacket,
            .exactlyOnceUnsupported, .disconnected:
            CloseStatus(.normal)
        }
    }

    private static func status(_ number: UInt16, _ reason: String) -> CloseStatus {
        CloseStatus(CloseCode(number) ?? .policyViolation, reason: reason)
    }
}
