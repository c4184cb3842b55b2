import NIOCore
import StreamCore

/// The packets that leave with the next write; nothing is kept between writes.
struct MQTTOutput {
    private var bytes: ByteBuffer?

    /// Adds a packet; one that cannot be sent leaves the others as they are.
    mutating func write(_ packet: MQTTPacket) throws(MQTTEncodeError) {
        var buffer = bytes.take() ?? ByteBuffer()
        defer { bytes = buffer.readableBytes > 0 ? buffer : nil }
        try MQTTEncoder.write(packet, into: &buffer)
    }

    /// The bytes of all packets; `nil` where there is none.
    mutating func take() -> ByteBuffer? { bytes.take() }
}
