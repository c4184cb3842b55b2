import NIOCore
import StreamCore

/// Payload on its way to the server: what one batch of writes brought becomes frames of one buffer.
///
/// The payload is masked while it is copied. In place it could not be: the buffer that a socket was read into is kept by
/// its channel for the next read, so writing to it would copy it first. One buffer for header and payload makes one
/// write of it, where every write is at least a TLS record of its own.
struct FrameBatch {
    /// The payload of one frame: with its header it fills a buffer of 256 KiB.
    ///
    /// The C SDK reads frames of 200 KB; Node's `ws` takes 100 MiB.
    static let maximumPayloadBytes = (256 << 10) - FrameWriter.maximumHeaderBytes
    /// A buffer of at least this size is kept for the next batch.
    private static let smallestKept = 32 << 10

    private var pieces: [ByteBuffer] = []
    private var promises: [EventLoopPromise<Void>] = []
    private var byteCount = 0
    private var buffer = ByteBuffer()

    var isEmpty: Bool { pieces.isEmpty }

    mutating func append(_ piece: ByteBuffer, _ promise: EventLoopPromise<Void>?) {
        if let promise { promises.append(promise) }
        guard piece.readableBytes > 0 else { return }
        pieces.append(piece)
        byteCount += piece.readableBytes
    }

    /// The promises of what was appended since the last call.
    mutating func takePromises() -> [EventLoopPromise<Void>] {
        defer { promises.removeAll(keepingCapacity: true) }
        return promises
    }

    /// Takes the next frame off what was appended; `nil` when nothing is left.
    mutating func nextFrame(_ keys: inout MaskingKeys) -> ByteBuffer? {
        guard byteCount > 0 else { return nil }
        let count = min(byteCount, Self.maximumPayloadBytes)
        var frame = count < Self.smallestKept ? ByteBuffer() : buffer
        // Frees it here, or clearing below would find it shared and make another.
        buffer = ByteBuffer()
        frame.clear(minimumCapacity: count + FrameWriter.maximumHeaderBytes)
        var key = keys.next()
        FrameWriter.writeHeader(FrameHeader(.binary, length: count), key: key, into: &frame)
        var left = count
        var used = 0
        while left > 0 {
            let taken = min(left, pieces[used].readableBytes)
            frame.writeWithUnsafeMutableBytes(minimumWritableBytes: taken) { target in
                pieces[used].withUnsafeReadableBytes { source in
                    key.copy(
                        UnsafeRawBufferPointer(rebasing: source[..<taken]),
                        to: UnsafeMutableRawBufferPointer(rebasing: target[..<taken])
                    )
                }
                return taken
            }
            left -= taken
            pieces[used].moveReaderIndex(forwardBy: taken)
            if pieces[used].readableBytes == 0 { used += 1 }
        }
        pieces.removeFirst(used)
        byteCount -= count
        if count >= Self.smallestKept { buffer = frame }
        return frame
    }

    /// Gives the memory back: the stream is quiet.
    mutating func shrink() {
        buffer = ByteBuffer()
    }
}
