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
/// One task reads at a time, any number write, on any threads. A reader that stops iterating makes the other side's
/// `write` wait, after at most 512 KiB on this side. Whoever lets go of the last reference closes the stream.
public final class ByteStream: AsyncSequence, Sendable {
    /// A chunk; never empty.
    public typealias Element = ByteBuffer

    /// Reads the chunks; all iterators of a stream take from the same bytes.
    public struct AsyncIterator: AsyncIteratorProtocol {
        /// Holds the stream, which would close if nobody did.
        fileprivate let stream: ByteStream

        /// The next chunk, or `nil` when the other side has finished.
        ///
        /// Throws `.ended` when the stream broke, and `.cancelled`, which loses no bytes, when the task was cancelled.
        public mutating func next() async throws(ByteStreamError) -> ByteBuffer? {
            try await stream.pipe.next()
        }

        /// The next chunk, or `nil` when the other side has finished.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(ByteStreamError) -> ByteBuffer? {
            try await stream.pipe.next()
        }
    }

    /// An iterator; all of them take from the same bytes.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(stream: self) }

    private let channel: StreamChannel
    private let pipe: StreamPipe

    private init(_ channel: StreamChannel, _ pipe: StreamPipe) {
        self.channel = channel
        self.pipe = pipe
    }

    deinit {
        pipe.abandon()
    }

    /// Takes a channel over that nobody else uses.
    package static func over(_ channel: StreamChannel) async -> ByteStream {
        let loop = channel.channel.eventLoop
        let pipe = await withCheckedContinuation { continuation in
            loop.execute { continuation.resume(returning: ByteStreamHandler.start(channel)) }
        }
        return ByteStream(channel, pipe)
    }

    /// Whether `finish()` leaves the other direction open; both sides were asked when the stream was opened.
    public var hasHalfClose: Bool { channel.hasHalfClose }

    /// How the stream ended; `nil` while either direction is open.
    public var end: StreamEnd? { pipe.end }

    /// Writes bytes, and waits while the other side is slow.
    ///
    /// They are on their way when it returns, not delivered. Throws `.ended` when the stream is over, `.finished` after
    /// `finish()`, and `.cancelled` when the task was cancelled while it waited for room: some of the bytes are then
    /// written and some are not, so that the stream is good for nothing but to be closed.
    public func write(_ bytes: ByteBuffer) async throws(ByteStreamError) {
        try await pipe.write(bytes)
    }

    /// Writes bytes, and waits while the other side is slow.
    public func write(_ bytes: some Sequence<UInt8>) async throws(ByteStreamError) {
        try await pipe.write(ByteBuffer(bytes: bytes))
    }

    /// Ends this side's sending, behind everything that was written.
    ///
    /// Where `hasHalfClose` is false, this ends the stream as a whole: what the other side still sends is lost.
    /// Throws `.ended` when the stream is over, and `.finished` the second time.
    public func finish() throws(ByteStreamError) {
        try pipe.finish()
    }

    /// Ends the stream, behind everything that was written, and returns when the connection is closed.
    ///
    /// What the other side sent and nobody read is dropped; the other side sees this side finish. The other side has
    /// 5 s to answer; the second call only waits.
    public func close() async {
        pipe.abandon()
        // A close future never fails.
        try? await channel.channel.closeFuture.get()
    }
}
