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

    /// Makes a local channel ready: to be called when it is made, such as in the initializer of a listener's channels.
    ///
    /// It reads nothing until it is joined. Throws where the channel is closed already.
    package static func prepare(_ local: any Channel) throws {
        try StreamChannel.prepare(local)
        try local.syncOptions?.setOption(.allowRemoteHalfClosure, value: true)
        try local.pipeline.syncOperations.addHandler(SpliceHandler())
    }

    /// Joins the two, which must be on the same event loop; the local one was prepared.
    ///
    /// Completes when both are closed, and never fails.
    package static func join(_ stream: StreamChannel, _ local: any Channel) -> EventLoopFuture<Outcome> {
        precondition(stream.channel.eventLoop === local.eventLoop, "joined channels are on one event loop")
        return stream.channel.eventLoop.flatSubmit { joinHere(stream, local) }
    }

    /// Ends a splice before its time.
    ///
    /// The other side is told that the stream broke off: what it got must not pass for everything.
    package static func cut(_ stream: StreamChannel, _ local: any Channel) {
        stream.channel.triggerUserOutboundEvent(StreamBroke(), promise: nil)
        local.close(promise: nil)
    }

    private static func joinHere(_ stream: StreamChannel, _ local: any Channel) -> EventLoopFuture<Outcome> {
        let inner = SpliceHandler()
        let isStreamThere = add(inner, to: stream.channel)
        // A channel that was closed meanwhile has lost its handler.
        let found = try? local.pipeline.syncOperations.handler(type: SpliceHandler.self)
        let outer = found ?? SpliceHandler()
        inner.deliver(stream.handler.value.takeOver(isInPipeline: isStreamThere))
        SpliceHandler.join(inner, outer)
        if !isStreamThere { inner.gone() }
        if found == nil { outer.gone() }
        if isStreamThere { read(stream.channel) }
        if found != nil { read(local) }
        let counts = NIOLoopBound((inner, outer), eventLoop: stream.channel.eventLoop)
        return stream.channel.closeFuture.and(local.closeFuture).flatMap { _ in stream.end }.map { end in
            let (inner, outer) = counts.value
            return Outcome(sent: outer.byteCount, received: inner.byteCount, end: end)
        }
    }

    /// Whether the channel is open and has the handler now.
    private static func add(_ handler: SpliceHandler, to channel: any Channel) -> Bool {
        guard channel.isActive else { return false }
        do {
            try channel.pipeline.syncOperations.addHandler(handler)
            return true
        } catch {
            // Closed in between.
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
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try prepare(channel) }
            }
            .takingOwnershipOfDescriptors(input: input, output: output)
            .map { $0 as any Channel }
    }
}
