import HubModel
import NIOCore

extension MQTTPacket {
    /// The most filters that one SUBSCRIBE or UNSUBSCRIBE may hold.
    ///
    /// Our own bound: a packet of the largest size could hold 65,000 of them. The SDKs send one or two, AWS IoT Core
    /// takes 8.
    static let maximumFilters = 64

    /// Reads the variable header and the payload (MQTT 3.1.1 §3); bytes may be left.
    init(flags: UInt8, from fields: inout MQTTFieldReader) throws(MQTTDecodeError) {
        switch fields.kind {
        case .connect: self = .connect(try MQTTConnect(from: &fields))
        case .connectAck: self = .connectAck(try MQTTConnectAck(from: &fields))
        case .publish: self = .publish(try MQTTPublish(flags: flags, from: &fields))
        case .publishAck: self = .publishAck(try fields.packetID())
        case .publishReceived: self = .publishReceived(try fields.packetID())
        case .publishRelease: self = .publishRelease(try fields.packetID())
        case .publishComplete: self = .publishComplete(try fields.packetID())
        case .subscribe:
            let id = try fields.packetID()
            self = .subscribe(id, try Self.subscriptions(from: &fields))
        case .subscribeAck:
            let id = try fields.packetID()
            self = .subscribeAck(id, try Self.results(from: &fields))
        case .unsubscribe:
            let id = try fields.packetID()
            self = .unsubscribe(id, try Self.filters(from: &fields))
        case .unsubscribeAck: self = .unsubscribeAck(try fields.packetID())
        case .pingRequest: self = .pingRequest
        case .pingResponse: self = .pingResponse
        case .disconnect: self = .disconnect
        }
    }

    private static func subscriptions(
        from fields: inout MQTTFieldReader
    ) throws(MQTTDecodeError) -> [MQTTSubscription] {
        var subscriptions: [MQTTSubscription] = []
        while !fields.isAtEnd {
            try check(subscriptions.count, in: fields)
            let filter = try fields.topicFilter()
            let code = try fields.byte()
            // The reserved bits are in the same byte [MQTT-3-8.3-4].
            guard let qos = MQTTQoS(rawValue: code) else { throw .invalidQoS(fields.kind, code) }
            subscriptions.append(MQTTSubscription(filter: filter, qos: qos))
        }
        guard !subscriptions.isEmpty else { throw .noFilters(fields.kind) }
        return subscriptions
    }

    private static func filters(from fields: inout MQTTFieldReader) throws(MQTTDecodeError) -> [MQTTTopicFilter] {
        var filters: [MQTTTopicFilter] = []
        while !fields.isAtEnd {
            try check(filters.count, in: fields)
            filters.append(try fields.topicFilter())
        }
        guard !filters.isEmpty else { throw .noFilters(fields.kind) }
        return filters
    }

    private static func results(from fields: inout MQTTFieldReader) throws(MQTTDecodeError) -> [MQTTSubscribeResult] {
        var results: [MQTTSubscribeResult] = []
        while !fields.isAtEnd {
            try check(results.count, in: fields)
            let code = try fields.byte()
            guard let result = MQTTSubscribeResult(code: code) else { throw .invalidSubscribeResult(code) }
            results.append(result)
        }
        guard !results.isEmpty else { throw .noFilters(fields.kind) }
        return results
    }

    private static func check(_ count: Int, in fields: MQTTFieldReader) throws(MQTTDecodeError) {
        guard count < maximumFilters else { throw .tooManyFilters(fields.kind, maximum: maximumFilters) }
    }
}

extension MQTTPublish {
    /// Reads §3.3.
    fileprivate init(flags: UInt8, from fields: inout MQTTFieldReader) throws(MQTTDecodeError) {
        let isRepeated = flags & 0b1000 != 0
        let code = flags >> 1 & 0b11
        guard let qos = MQTTQoS(rawValue: code) else { throw .invalidQoS(.publish, code) }
        let topic = try fields.topicName()
        let delivery: Delivery
        switch qos {
        case .atMostOnce:
            // [MQTT-3.3.1-2].
            guard !isRepeated else { throw .invalidQoS(.publish, code) }
            delivery = .atMostOnce
        case .atLeastOnce: delivery = .atLeastOnce(try fields.packetID(), isRepeated: isRepeated)
        case .exactlyOnce: delivery = .exactlyOnce(try fields.packetID(), isRepeated: isRepeated)
        }
        self.init(topic: topic, payload: fields.rest(), delivery: delivery, retain: flags & 0b0001 != 0)
    }
}

extension MQTTConnectAck {
    /// Reads §3.2.2.
    fileprivate init(from fields: inout MQTTFieldReader) throws(MQTTDecodeError) {
        let flags = try fields.byte()
        let code = try fields.byte()
        if code == 0, flags <= 1 {
            self = .accepted(sessionPresent: flags == 1)
        } else if flags == 0, let refusal = MQTTRefusal(rawValue: code) {
            self = .refused(refusal)
        } else {
            throw .invalidConnectAck(flags: flags, code: code)
        }
    }
}
