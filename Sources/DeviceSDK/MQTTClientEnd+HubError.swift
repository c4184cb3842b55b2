import HubModel
import StreamCore

extension MQTTRefusal {
    /// Whether the same login will be refused again.
    ///
    /// Our hub sends 5 for whatever is wrong with key, token or certificate, and 3 for what passes: a disabled device,
    /// a limit, a server that stops. Others send 4 for the former.
    var isPermanent: Bool {
        switch self {
        case .unacceptableProtocolVersion, .identifierRejected, .badUserNameOrPassword, .notAuthorized: true
        case .serverUnavailable: false
        }
    }
}

extension MQTTClientEnd {
    /// The same in the words of the error catalogue.
    var hubError: HubError {
        switch self {
        case .refused(.unacceptableProtocolVersion):
            HubError(.responseNotUnderstood, "The hub does not speak MQTT 3.1.1.")
        case .refused(.identifierRejected):
            HubError(.argumentInvalid, "The hub does not take the id of this device.")
        case .refused(.badUserNameOrPassword), .refused(.notAuthorized):
            HubError(
                .unauthorizedAccess,
                "The hub does not let this device in: there is no such device, or its key or certificate is another.",
                hint: "Check the connection string, and the clock of this machine."
            )
        case .refused(.serverUnavailable):
            HubError(.serviceUnavailable, "The hub does not take this device now: it is disabled, or the hub is busy.")
        case .noAnswer:
            HubError(.clientTimeout, "The hub no longer answers.")
        case .malformed, .unexpectedPacket:
            HubError(.responseNotUnderstood, "The hub sent what is not MQTT 3.1.1.", detail: "\(self)")
        case .disconnected:
            HubError(.serverUnreachable, "The connection to the hub was closed.")
        }
    }
}
