public import HubModel
public import NIOCore

/// The two-way pipe of bytes between a service and a device.
///
/// Reading is iteration: each element is the next chunk, in order, of no particular size. It ends when the other side
/// has finished, and throws when the stream broke; what had arrived before is delivered first, always.
/// ```swift
/// for try await chunk in stream {
///     try await stream.write(chunk)
/// }
/// try await stream.finish()
/// ```
/// One task reads and one task writes at a time; they may be two, on any thread. A reader that stops iterating makes
/// the other side's `write` wait, after at most 512 KiB. Whoever lets go of the last reference closes the stream.
public final class ByteStream: AsyncSequence, Sendable {
    /// A chunk; never empty.
    public typealias Element = ByteBuffer

    /// Reads the chunks; all iterators of a stream take from the same bytes.
    public struct AsyncIterator: AsyncIteratorProtocol {
        /// The next chunk, or `nil` when the other side has finished.
        ///
        /// Throws `.ended` when the stream broke, and `.cancelled`, which loses no bytes, when the task was cancelled.
        public mutating func next() async throws(ByteStreamError) -> ByteBuffer? {
            throw .cancelled
        }
    }

    /// An iterator; all of them take from the same bytes.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator() }

    private let channel: StreamChannel

    /// A stream over a channel that nobody else uses.
    package init(_ channel: StreamChannel) {
        self.channel = channel
    }

    /// Whether `finish()` leaves the other direction open; both sides were asked when the stream was opened.
    public var hasHalfClose: Bool { channel.hasHalfClose }

    /// How the stream ended; `nil` while either direction is open.
    public var end: StreamEnd? { nil }

    /// Writes bytes, and waits while the other side is slow.
    ///
    /// They are on their way when it returns, not delivered. Throws `.ended` when the stream is over, `.finished` after
    /// `finish()`, `.cancelled` when the task was cancelled while it waited for room: the bytes are written nevertheless.
    public func write(_ bytes: ByteBuffer) async throws(ByteStreamError) {}

    /// Writes bytes, and waits while the other side is slow.
    public func write(_ bytes: some Sequence<UInt8>) async throws(ByteStreamError) {
        try await write(ByteBuffer(bytes: bytes))
    }

    /// Ends this side's sending, behind everything that was written.
    ///
    /// Where `hasHalfClose` is false, this ends the stream as a whole: what the other side still sends is lost.
    /// Returns when the end is on its way.
    public func finish() async throws(ByteStreamError) {}

    /// Ends the stream, behind everything that was written, and returns when the connection is closed.
    ///
    /// What the other side sent and nobody read is dropped. Takes 5 s at most, and does nothing the second time.
    public func close() async {}
}
