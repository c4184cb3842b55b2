import NIOCore
import StreamCore

/// Frames, or parts of them, on their way from one side to the other: what one turn of reading brought.
///
/// All of it lies in one buffer, headers and payload as they will be written: a flood of small frames becomes one write
/// and few TLS records, and the one copy that there is unmasks, too.
struct RelayBatch: Sendable {
    /// As it will be written.
    private(set) var bytes = ByteBuffer()
    /// Bytes of payload.
    private(set) var payloadCount = 0
    /// Behind how many bytes the last frame that ends in this batch ends.
    private(set) var boundary: Int?
    /// Whether the last frame goes on in the next batch.
    private(set) var endsMidFrame = false

    var isEmpty: Bool { bytes.readableBytes == 0 }

    /// All bytes, with the headers.
    var byteCount: Int { bytes.readableBytes }

    /// Makes room for what a read of so many bytes brings, where there is none: in a spare buffer, or in a
    /// new one.
    mutating func prepare(for count: Int, from buffers: RelayBuffers) {
        if isEmpty, let spare = buffers.spare(for: count) { bytes = spare }
        bytes.reserveCapacity(minimumWritableBytes: count)
    }

    /// Appends the header of a frame.
    mutating func append(_ header: FrameHeader) {
        FrameWriter.writeHeader(header, key: nil, into: &bytes)
        endsMidFrame = true
    }

    /// Appends the next part of the frame, unmasked.
    mutating func append(_ payload: UnsafeRawBufferPointer, key: MaskingKey?) {
        payloadCount += payload.count
        guard var key else {
            bytes.writeBytes(payload)
            return
        }
        bytes.writeWithUnsafeMutableBytes(minimumWritableBytes: payload.count) { target in
            key.copy(payload, to: UnsafeMutableRawBufferPointer(rebasing: target[..<payload.count]))
            return payload.count
        }
    }

    /// The frame is whole.
    mutating func frameEnded() {
        endsMidFrame = false
        boundary = bytes.readableBytes
    }

    /// Hands out what was gathered, and begins anew.
    mutating func take() -> RelayBatch {
        let batch = self
        self = RelayBatch()
        endsMidFrame = batch.endsMidFrame
        return batch
    }

    /// What stands before the boundary, and what behind it.
    func split(at boundary: Int) -> (before: ByteBuffer, after: ByteBuffer) {
        var after = bytes
        let before = after.readSlice(length: boundary) ?? ByteBuffer()
        return (before, after)
    }
}
