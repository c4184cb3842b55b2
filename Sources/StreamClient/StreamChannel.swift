package import HubModel
package import NIOCore

/// One side's connection to a stream: payload goes in and out, with the frames, pings and closes taken care of.
///
/// In the pipeline a stream is what a TCP connection with half-closure is: `ByteBuffer`s both ways, `close(mode:
/// .output)` finishes, and `ChannelEvent.inputClosed` says that the other side has. It does not read before it is told
/// to: `StreamSplice` or `ByteStream` takes it over.
package struct StreamChannel: Sendable {
    /// The channel.
    package let channel: any Channel
    /// Whether both sides agreed to carry half-closes.
    package let hasHalfClose: Bool

    /// How the stream ended; completes when the connection is closed and never fails.
    package var end: EventLoopFuture<StreamEnd> { channel.closeFuture.map { .closedHere } }
}
