import NIOCore
import StreamCore

/// The bytes of a device that are not read as packets yet.
///
/// Nothing is kept between packets, and no more than the bytes themselves within one.
struct MQTTInput {
    private var decoder: MQTTDecoder
    private var bytes: ByteBuffer?

    init(_ limits: MQTTLimits) {
        decoder = .server(limits)
    }

    mutating func received(_ more: ByteBuffer) {
        guard more.readableBytes > 0 else { return }
        if bytes == nil {
            bytes = more
        } else {
            bytes?.writeImmutableBuffer(more)
        }
    }

    /// The next packet; `nil` while it is not here whole.
    mutating func next() throws(MQTTDecodeError) -> MQTTPacket? {
        guard var buffer = bytes.take() else { return nil }
        let packet = try decoder.next(from: &buffer)
        if buffer.readableBytes > 0 { bytes = buffer }
        return packet
    }

    /// Gives back what a read took more than it brought.
    ///
    /// A buffer that is mostly used stays: the copy would cost more than it saves, and grow with each byte.
    mutating func shrink() {
        guard let buffer = bytes, buffer.readableBytes < buffer.storageCapacity / 2 else { return }
        bytes = ByteBuffer(bytes: buffer.readableBytesView)
    }

    mutating func drop() {
        bytes = nil
    }
}
