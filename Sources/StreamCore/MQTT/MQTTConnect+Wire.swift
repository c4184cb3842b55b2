import HubModel
import NIOCore

extension MQTTConnect {
    /// Protocol name and level of 3.1.1 (§3.1.2.1, §3.1.2.2).
    static let protocolName = "MQTT"
    static let protocolLevel: UInt8 = 4
    /// The name that MQTT 3.1 used.
    private static let oldProtocolName = "MQIsdp"

    /// The connect flags of §3.1.2.3.
    struct Flags {
        static let reserved: UInt8 = 1
        static let cleanSession: UInt8 = 1 << 1
        static let will: UInt8 = 1 << 2
        static let willQoSShift: UInt8 = 3
        static let willRetain: UInt8 = 1 << 5
        static let password: UInt8 = 1 << 6
        static let userName: UInt8 = 1 << 7

        let rawValue: UInt8

        func has(_ flag: UInt8) -> Bool { rawValue & flag != 0 }

        var willQoSCode: UInt8 { rawValue >> Self.willQoSShift & 0b11 }
    }

    /// Reads §3.1.2 and §3.1.3.
    ///
    /// A packet of another version of MQTT is recognised before the rest of it is read: it has another form.
    init(from fields: inout MQTTFieldReader) throws(MQTTDecodeError) {
        let name = try fields.text()
        let level = try fields.byte()
        guard MQTTText.areEqual(name, Self.protocolName) else {
            throw MQTTText.areEqual(name, Self.oldProtocolName)
                ? .unsupportedProtocolLevel(level) : .invalidProtocolName
        }
        guard level == Self.protocolLevel else { throw .unsupportedProtocolLevel(level) }
        let flags = Flags(rawValue: try fields.byte())
        try Self.check(flags)
        let keepAliveSeconds = try fields.uint16()
        let clientID = try fields.text()
        var will: Will?
        if flags.has(Flags.will) {
            guard let qos = MQTTQoS(rawValue: flags.willQoSCode) else {
                throw .invalidQoS(.connect, flags.willQoSCode)
            }
            let topic = try fields.topicName()
            let payload = try fields.binary()
            will = Will(topic: topic, payload: payload, qos: qos, retain: flags.has(Flags.willRetain))
        }
        var credentials = Credentials.none
        if flags.has(Flags.userName) {
            let userName = try fields.text()
            credentials = .userName(userName)
            if flags.has(Flags.password) {
                let password = try fields.binary()
                credentials = .password(userName: userName, Secret(bytes: password.readableBytesView))
            }
        }
        self.init(
            clientID: clientID,
            cleanSession: flags.has(Flags.cleanSession),
            keepAliveSeconds: keepAliveSeconds,
            will: will,
            credentials: credentials
        )
    }

    private static func check(_ flags: Flags) throws(MQTTDecodeError) {
        // [MQTT-3.1.2-3], [MQTT-3.1.2-22].
        guard !flags.has(Flags.reserved), flags.has(Flags.userName) || !flags.has(Flags.password) else {
            throw .invalidConnectFlags(flags.rawValue)
        }
        // [MQTT-3.1.2-13], [MQTT-3.1.2-15]; QoS 3 [MQTT-3.1.2-14] has its own error.
        guard flags.has(Flags.will) || (flags.willQoSCode == 0 && !flags.has(Flags.willRetain)) else {
            throw .invalidConnectFlags(flags.rawValue)
        }
    }

    var flags: Flags {
        var value: UInt8 = cleanSession ? Flags.cleanSession : 0
        if let will {
            value |= Flags.will | will.qos.rawValue << Flags.willQoSShift
            if will.retain { value |= Flags.willRetain }
        }
        switch credentials {
        case .none: break
        case .userName: value |= Flags.userName
        case .password: value |= Flags.userName | Flags.password
        }
        return Flags(rawValue: value)
    }
}
