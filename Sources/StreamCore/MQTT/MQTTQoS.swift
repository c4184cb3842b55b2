/// How hard a publish is delivered (MQTT 3.1.1 §4.3).
package enum MQTTQoS: UInt8, CaseIterable, Comparable, Sendable {
    case atMostOnce = 0
    case atLeastOnce = 1
    case exactlyOnce = 2

    package static func < (left: MQTTQoS, right: MQTTQoS) -> Bool {
        left.rawValue < right.rawValue
    }
}
