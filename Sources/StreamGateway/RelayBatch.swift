import NIOCore
import StreamCore

/// Frames, or parts of them, on their way from one side to the other: what one turn of reading brought.
///
/// Small pieces and the new headers are copied into few buffers, so that a flood of small frames becomes few writes
/// and few TLS records; large pieces go on as the slices they came as.
struct RelayBatch: Sendable {
    /// Smaller pieces are copied.
    ///
    /// Copying costs less than a write, and much less than a TLS record, of its own.
    static let smallestSlice = 8 << 10

    /// A buffer of copied pieces grows to this and no further.
    static let chunkBytes = 64 << 10

    /// A place between two frames.
    struct Boundary: Sendable, Equatable {
        let buffer: Int
        let offset: Int
    }

    private(set) var buffers: [ByteBuffer] = []
    /// All bytes, with the headers.
    private(set) var byteCount = 0
    /// Bytes of payload.
    private(set) var payloadCount = 0
    /// Where the last frame that ends in this batch ends.
    private(set) var boundary: Boundary?
    /// Whether the last frame goes on in the next batch.
    private(set) var endsMidFrame = false
    /// Whether the last buffer may grow.
    private var canGrow = false

    var isEmpty: Bool { byteCount == 0 }

    /// Appends the header of a frame; `hint` is about how many bytes will follow it now.
    mutating func append(_ header: FrameHeader, hint: Int) {
        let last = tail(for: FrameWriter.maximumHeaderBytes, hint: hint)
        let before = buffers[last].readableBytes
        FrameWriter.writeHeader(header, key: nil, into: &buffers[last])
        byteCount += buffers[last].readableBytes - before
        endsMidFrame = true
    }

    /// Appends the next part of the frame; with `compactly`, nothing stays in the buffer it was read into.
    mutating func append(_ payload: ByteBuffer, compactly: Bool) {
        let count = payload.readableBytes
        byteCount += count
        payloadCount += count
        if !compactly, count >= Self.smallestSlice {
            buffers.append(payload)
            canGrow = false
        } else {
            let last = tail(for: count, hint: count)
            buffers[last].writeImmutableBuffer(payload)
        }
    }

    /// The frame is whole.
    mutating func frameEnded() {
        endsMidFrame = false
        guard let last = buffers.indices.last else {
            boundary = Boundary(buffer: 0, offset: 0)
            return
        }
        boundary = Boundary(buffer: last, offset: buffers[last].readableBytes)
    }

    /// Hands out what was gathered and begins anew.
    mutating func take() -> RelayBatch {
        let batch = self
        self = RelayBatch()
        endsMidFrame = batch.endsMidFrame
        return batch
    }

    /// The buffers before and behind the boundary.
    func split(at boundary: Boundary) -> (before: [ByteBuffer], after: [ByteBuffer]) {
        guard boundary.buffer < buffers.count else { return ([], buffers) }
        var before = Array(buffers[..<boundary.buffer])
        var after: [ByteBuffer] = []
        var middle = buffers[boundary.buffer]
        if let head = middle.readSlice(length: boundary.offset), head.readableBytes > 0 { before.append(head) }
        if middle.readableBytes > 0 { after.append(middle) }
        after += buffers[(boundary.buffer + 1)...]
        return (before, after)
    }

    /// The index of a buffer that takes `count` more bytes.
    private mutating func tail(for count: Int, hint: Int) -> Int {
        if canGrow, let last = buffers.indices.last, buffers[last].readableBytes + count <= Self.chunkBytes {
            return last
        }
        buffers.append(ByteBufferAllocator().buffer(capacity: max(count, min(hint, Self.chunkBytes))))
        canGrow = true
        return buffers.count - 1
    }
}
