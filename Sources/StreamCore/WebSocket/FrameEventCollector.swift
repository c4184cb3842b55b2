import NIOCore

/// Makes events of what a reader finds, with payload as slices of the buffer that is read.
///
/// The slices are cut at the end, after all was unmasked: a buffer that is written while slices of it are alive is
/// copied.
struct FrameEventCollector: FrameSink {
    /// The most that one frame, or one head in the middle of the bytes, adds.
    private static let eventsPerFrame = 3

    /// Where a payload event's bytes lie; the event holds an empty buffer until `finish`.
    private struct Slice {
        let event: Int
        let offset: Int
        let count: Int
        let key: MaskingKey?
    }

    private var events: [FrameEvent]
    private var slices: [Slice] = []
    private let most: Int

    /// Appends to `events`, about `most` of them.
    init(_ events: [FrameEvent], most: Int) {
        self.events = events
        self.most = events.count + most - Self.eventsPerFrame
    }

    var isFull: Bool { events.count > most }

    mutating func began(_ header: FrameHeader) { events.append(.header(header)) }

    mutating func received(_ payload: UnsafeRawBufferPointer, at offset: Int, key: MaskingKey?) {
        slices.append(Slice(event: events.count, offset: offset, count: payload.count, key: key))
        events.append(.payload(ByteBuffer()))
    }

    mutating func frameEnded() { events.append(.frameEnd) }

    mutating func pinged(_ payload: ByteBuffer) { events.append(.ping(payload)) }

    mutating func ponged(_ payload: ByteBuffer) { events.append(.pong(payload)) }

    mutating func closed(_ status: CloseStatus?) { events.append(.close(status)) }

    mutating func failed(_ violation: FrameViolation) { events.append(.failed(violation)) }

    /// All events; `bytes` is what was read, with the reader index where it was.
    mutating func finish(_ bytes: inout ByteBuffer) -> [FrameEvent] {
        // Without masks nothing is written, and a buffer that others hold need not be copied.
        if slices.contains(where: { $0.key != nil }) {
            bytes.withUnsafeMutableReadableBytes { bytes in
                for slice in slices {
                    var key = slice.key
                    key?.apply(to: UnsafeMutableRawBufferPointer(rebasing: bytes[slice.offset...].prefix(slice.count)))
                }
            }
        }
        for slice in slices {
            // The place was inside the bytes when they were read.
            guard let payload = bytes.getSlice(at: bytes.readerIndex + slice.offset, length: slice.count) else {
                continue
            }
            events[slice.event] = .payload(payload)
        }
        return events
    }
}
