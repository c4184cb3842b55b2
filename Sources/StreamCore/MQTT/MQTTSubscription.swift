/// A filter and the most that the publishes for it are delivered with (MQTT 3.1.1 §3.8).
package struct MQTTSubscription: Hashable, Sendable {
    package var filter: MQTTTopicFilter
    package var qos: MQTTQoS

    package init(filter: MQTTTopicFilter, qos: MQTTQoS) {
        self.filter = filter
        self.qos = qos
    }
}

/// The answer to one filter of a SUBSCRIBE (MQTT 3.1.1 §3.9.3).
package enum MQTTSubscribeResult: Hashable, Sendable {
    case granted(MQTTQoS)
    case failure

    init?(code: UInt8) {
        if code == Self.failureCode {
            self = .failure
            return
        }
        guard let qos = MQTTQoS(rawValue: code) else { return nil }
        self = .granted(qos)
    }

    var code: UInt8 {
        switch self {
        case .granted(let qos): qos.rawValue
        case .failure: Self.failureCode
        }
    }

    private static let failureCode: UInt8 = 0x80
}
