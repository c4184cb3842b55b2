/// The control packet types of MQTT 3.1.1 §2.2.1; 0 and 15 are reserved.
package enum MQTTPacketKind: UInt8, CaseIterable, Sendable {
    case connect = 1
    case connectAck = 2
    case publish = 3
    case publishAck = 4
    case publishReceived = 5
    case publishRelease = 6
    case publishComplete = 7
    case subscribe = 8
    case subscribeAck = 9
    case unsubscribe = 10
    case unsubscribeAck = 11
    case pingRequest = 12
    case pingResponse = 13
    case disconnect = 14

    /// What the low four bits of the first byte must be (§2.2.2), `nil` where they carry something.
    var requiredFlags: UInt8? {
        switch self {
        case .publish: nil
        case .publishRelease, .subscribe, .unsubscribe: 0b0010
        case .connect, .connectAck, .publishAck, .publishReceived, .publishComplete, .subscribeAck, .unsubscribeAck,
            .pingRequest, .pingResponse, .disconnect:
            0
        }
    }

    /// The remaining length of the kinds that have only one (§3.2 to §3.14), else `nil`.
    var requiredLength: Int? {
        switch self {
        case .connectAck, .publishAck, .publishReceived, .publishRelease, .publishComplete, .unsubscribeAck: 2
        case .pingRequest, .pingResponse, .disconnect: 0
        case .connect, .publish, .subscribe, .subscribeAck, .unsubscribe: nil
        }
    }

    /// Whether a client may send it to a server (§2.2.1, table 2.1).
    var isSentByClient: Bool {
        switch self {
        case .connect, .publish, .publishAck, .publishReceived, .publishRelease, .publishComplete, .subscribe,
            .unsubscribe, .pingRequest, .disconnect:
            true
        case .connectAck, .subscribeAck, .unsubscribeAck, .pingResponse: false
        }
    }

    /// Whether a server may send it to a client (§2.2.1, table 2.1).
    var isSentByServer: Bool {
        switch self {
        case .connectAck, .publish, .publishAck, .publishReceived, .publishRelease, .publishComplete, .subscribeAck,
            .unsubscribeAck, .pingResponse:
            true
        case .connect, .subscribe, .unsubscribe, .pingRequest, .disconnect: false
        }
    }
}
