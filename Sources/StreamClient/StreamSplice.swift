package import HubModel
package import NIOCore
import NIOPosix

/// Joins a stream and a local connection, so that what comes in on one goes out on the other.
///
/// The hot path of the tunnels: no task, no copy beyond the masking, memory bounded by the sockets' water marks (each
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
        precondition(stream.channel.eventLoop === local.eventLoop, "joined channels are on one event loop")
        return stream.channel.eventLoop.flatSubmit { joinHere(stream, local) }
    }

    private static func joinHere(_ stream: StreamChannel, _ local: any Channel) -> EventLoopFuture<Outcome> {
        let loop = stream.channel.eventLoop
        let (inner, outer) = SpliceHandler.pair()
        let isLocalThere = add(outer, to: local, allowsHalfClosure: true)
        let isStreamThere = add(inner, to: stream.channel, allowsHalfClosure: false)
        inner.deliver(stream.handler.value.takeOver())
        if !isStreamThere { inner.gone() }
        if !isLocalThere { outer.gone() }
        if isStreamThere { read(stream.channel) }
        if isLocalThere { read(local) }
        let counts = NIOLoopBound((inner, outer), eventLoop: loop)
        return stream.channel.closeFuture.and(local.closeFuture).flatMap { _ in stream.end }.map { end in
            let (inner, outer) = counts.value
            return Outcome(sent: outer.byteCount, received: inner.byteCount, end: end)
        }
    }

    /// Whether the channel is open and has the handler now.
    private static func add(_ handler: SpliceHandler, to channel: any Channel, allowsHalfClosure: Bool) -> Bool {
        guard channel.isActive else { return false }
        do {
            try StreamChannel.prepare(channel)
            if allowsHalfClosure { try channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: true) }
            try channel.pipeline.syncOperations.addHandler(handler)
            return true
        } catch {
            // Closed in between, or a channel without these options, which could not be joined.
            channel.close(promise: nil)
            return false
        }
    }

    private static func read(_ channel: any Channel) {
        // A channel that was closed meanwhile has nothing to read.
        try? channel.syncOptions?.setOption(.autoRead, value: true)
    }

    /// A channel of two descriptors, such as standard input and output; the channel owns and closes them.
    ///
    /// Not for regular files: those are always ready and have no event loop. Both descriptors become non-blocking.
    package static func openPipe(
        input: CInt,
        output: CInt,
        on loop: any EventLoop
    ) -> EventLoopFuture<any Channel> {
        NIOPipeBootstrap(group: loop)
            .channelOption(.autoRead, value: false)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .takingOwnershipOfDescriptors(input: input, output: output)
    }
}
