package import HubModel
package import NIOCore
package import StreamCore
package import Transport

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
    /// How the stream ended; completes when it is known, at the latest when the connection is closed, and never fails.
    package let end: EventLoopFuture<StreamEnd>
    let handler: NIOLoopBound<StreamSocketHandler>

    /// Most that one read of a stream's or a local socket brings.
    ///
    /// Large enough that system calls cost little beside the copying, small enough to stay in a processor's cache.
    static let maximumReadBytes = 128 << 10
    /// A write that leaves more than this unwritten stops the reading of the other side, until less than half is left.
    static let highWaterBytes = 256 << 10

    /// Dials a stream's endpoint.
    ///
    /// The future fails with a `DialError`.
    package static func dial(
        _ url: String,
        token: String,
        hasHalfClose: Bool,
        with dialler: Dialler,
        world: World = .real,
        on loop: any EventLoop
    ) -> EventLoopFuture<StreamChannel> {
        guard let place = StreamURL(url), let token = StreamToken(token) else {
            return loop.makeFailedFuture(
                DialError(
                    .resolve,
                    .settings,
                    host: "",
                    port: 0,
                    message: "'\(VisibleText.show(url, limit: 200))' is not the URL of a stream, or its token is none."
                )
            )
        }
        return dial(place, token: token, hasHalfClose: hasHalfClose, with: dialler, world: world, on: loop)
    }

    /// Dials a stream's endpoint.
    ///
    /// The future fails with a `DialError`.
    package static func dial(
        _ url: StreamURL,
        token: StreamToken,
        hasHalfClose: Bool,
        with dialler: Dialler,
        world: World = .real,
        on loop: any EventLoop
    ) -> EventLoopFuture<StreamChannel> {
        let made = loop.makePromise(of: StreamChannel.self)
        dialler.dial(DialTarget(url, token: token), on: loop) { channel in
            let end = channel.eventLoop.makePromise(of: StreamEnd.self)
            let handler = StreamSocketHandler(hasHalfClose: hasHalfClose, world: world, end: end)
            try prepare(channel)
            try channel.pipeline.syncOperations.addHandler(handler)
            made.succeed(
                StreamChannel(
                    channel: channel,
                    hasHalfClose: hasHalfClose,
                    end: end.futureResult,
                    handler: NIOLoopBound(handler, eventLoop: channel.eventLoop)
                )
            )
        }.whenFailure { made.fail($0) }
        return made.futureResult
    }

    /// Sets a stream's or a local channel up: it reads when told to, one read a turn, so that no busy stream keeps a
    /// quiet one waiting.
    static func prepare(_ channel: any Channel) throws {
        guard let options = channel.syncOptions else { return }
        try options.setOption(.autoRead, value: false)
        try options.setOption(.maxMessagesPerRead, value: 1)
        try options.setOption(
            .recvAllocator,
            value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 8192, maximum: maximumReadBytes)
        )
        try options.setOption(
            .writeBufferWaterMark,
            value: ChannelOptions.Types.WriteBufferWaterMark(low: highWaterBytes / 2, high: highWaterBytes)
        )
    }
}
