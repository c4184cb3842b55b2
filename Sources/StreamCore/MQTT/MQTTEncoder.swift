import HubModel
package import NIOCore

/// Writes packets, those of a server and those of a client (MQTT 3.1.1 §2, §3).
package enum MQTTEncoder {
    /// The largest remaining length that four bytes can say (§2.2.3).
    static let maximumRemainingLength = 268_435_455

    /// Appends the packet; a packet that cannot be sent leaves the buffer as it was.
    package static func write(_ packet: MQTTPacket, into buffer: inout ByteBuffer) throws(MQTTEncodeError) {
        let bodyBytes = try bodyBytes(of: packet)
        guard bodyBytes <= maximumRemainingLength else { throw .packetTooLarge(bytes: bodyBytes) }
        buffer.reserveCapacity(minimumWritableBytes: 5 + bodyBytes)
        buffer.writeInteger(packet.kind.rawValue << 4 | flags(of: packet))
        writeLength(bodyBytes, into: &buffer)
        writeBody(of: packet, into: &buffer)
    }

    private static func writeLength(_ length: Int, into buffer: inout ByteBuffer) {
        var rest = length
        repeat {
            let more: UInt8 = rest > 0x7F ? 0x80 : 0
            buffer.writeInteger(UInt8(rest & 0x7F) | more)
            rest >>= 7
        } while rest > 0
    }

    private static func flags(of packet: MQTTPacket) -> UInt8 {
        guard case .publish(let publish) = packet else { return packet.kind.requiredFlags ?? 0 }
        var flags = publish.qos.rawValue << 1
        if publish.retain { flags |= 0b0001 }
        switch publish.delivery {
        case .atMostOnce: break
        case .atLeastOnce(_, let isRepeated), .exactlyOnce(_, let isRepeated):
            if isRepeated { flags |= 0b1000 }
        }
        return flags
    }

    /// The remaining length, after every field was found to be one that can be sent.
    private static func bodyBytes(of packet: MQTTPacket) throws(MQTTEncodeError) -> Int {
        switch packet {
        case .connect(let connect): return try bodyBytes(of: connect)
        case .publish(let publish):
            let idBytes = publish.qos == .atMostOnce ? 0 : 2
            return 2 + publish.topic.text.utf8.count + idBytes + publish.payload.readableBytes
        case .subscribe(_, let subscriptions):
            guard !subscriptions.isEmpty else { throw .noFilters }
            return subscriptions.reduce(2) { $0 + 2 + $1.filter.text.utf8.count + 1 }
        case .subscribeAck(_, let results):
            guard !results.isEmpty else { throw .noFilters }
            return 2 + results.count
        case .unsubscribe(_, let filters):
            guard !filters.isEmpty else { throw .noFilters }
            return filters.reduce(2) { $0 + 2 + $1.text.utf8.count }
        case .connectAck, .publishAck, .publishReceived, .publishRelease, .publishComplete, .unsubscribeAck: return 2
        case .pingRequest, .pingResponse, .disconnect: return 0
        }
    }

    private static func bodyBytes(of connect: MQTTConnect) throws(MQTTEncodeError) -> Int {
        var bytes = 2 + MQTTConnect.protocolName.utf8.count + 4
        bytes += try fieldBytes(connect.clientID)
        if let will = connect.will {
            bytes += try fieldBytes(will.topic.text) + fieldBytes(will.payload.readableBytes)
        }
        switch connect.credentials {
        case .none: break
        case .userName(let userName): bytes += try fieldBytes(userName)
        case .password(let userName, let password):
            bytes += try fieldBytes(userName) + fieldBytes(password.bytes.count)
        }
        return bytes
    }

    private static func fieldBytes(_ text: String) throws(MQTTEncodeError) -> Int {
        guard MQTTText.isSendable(text) else { throw .unsendableText(text) }
        return 2 + text.utf8.count
    }

    private static func fieldBytes(_ count: Int) throws(MQTTEncodeError) -> Int {
        guard count <= MQTTText.maximumBytes else { throw .fieldTooLong(bytes: count) }
        return 2 + count
    }

    private static func writeBody(of packet: MQTTPacket, into buffer: inout ByteBuffer) {
        switch packet {
        case .connect(let connect): write(connect, into: &buffer)
        case .connectAck(.accepted(let sessionPresent)):
            buffer.writeInteger(UInt8(sessionPresent ? 1 : 0))
            buffer.writeInteger(UInt8(0))
        case .connectAck(.refused(let refusal)):
            buffer.writeInteger(UInt8(0))
            buffer.writeInteger(refusal.rawValue)
        case .publish(let publish):
            write(publish.topic.text, into: &buffer)
            switch publish.delivery {
            case .atMostOnce: break
            case .atLeastOnce(let id, _), .exactlyOnce(let id, _): buffer.writeInteger(id.rawValue)
            }
            buffer.writeImmutableBuffer(publish.payload)
        case .publishAck(let id), .publishReceived(let id), .publishRelease(let id), .publishComplete(let id),
            .unsubscribeAck(let id):
            buffer.writeInteger(id.rawValue)
        case .subscribe(let id, let subscriptions):
            buffer.writeInteger(id.rawValue)
            for subscription in subscriptions {
                write(subscription.filter.text, into: &buffer)
                buffer.writeInteger(subscription.qos.rawValue)
            }
        case .subscribeAck(let id, let results):
            buffer.writeInteger(id.rawValue)
            for result in results { buffer.writeInteger(result.code) }
        case .unsubscribe(let id, let filters):
            buffer.writeInteger(id.rawValue)
            for filter in filters { write(filter.text, into: &buffer) }
        case .pingRequest, .pingResponse, .disconnect: break
        }
    }

    private static func write(_ connect: MQTTConnect, into buffer: inout ByteBuffer) {
        write(MQTTConnect.protocolName, into: &buffer)
        buffer.writeInteger(MQTTConnect.protocolLevel)
        buffer.writeInteger(connect.flags.rawValue)
        buffer.writeInteger(connect.keepAliveSeconds)
        write(connect.clientID, into: &buffer)
        if let will = connect.will {
            write(will.topic.text, into: &buffer)
            write(will.payload, into: &buffer)
        }
        switch connect.credentials {
        case .none: break
        case .userName(let userName): write(userName, into: &buffer)
        case .password(let userName, let password):
            write(userName, into: &buffer)
            write(ByteBuffer(bytes: password.bytes), into: &buffer)
        }
    }

    /// The length was checked with the rest of the packet, or by the type that holds the text.
    private static func write(_ text: String, into buffer: inout ByteBuffer) {
        buffer.writeInteger(UInt16(truncatingIfNeeded: text.utf8.count))
        buffer.writeString(text)
    }

    private static func write(_ bytes: ByteBuffer, into buffer: inout ByteBuffer) {
        buffer.writeInteger(UInt16(truncatingIfNeeded: bytes.readableBytes))
        buffer.writeImmutableBuffer(bytes)
    }
}
