import CPages
package import NIOCore

/// Gives pages back, between a device's packets, of the buffers that TLS keeps for its connection.
///
/// NIOSSL holds 32 KiB for what it decrypts and 16 KiB for what it encrypts as long as the connection lives, and a
/// device that is idle for hours needs neither. The addresses stay: what is written next finds empty pages.
package enum BufferPages {
    /// Adds what is to stand between TLS and the handlers of a device's connection, and what before TLS.
    package static func addHandlers(to pipeline: ChannelPipeline.SynchronousOperations) throws {
        try pipeline.addHandler(CiphertextPagesHandler(), position: .first)
        try pipeline.addHandler(PlaintextPagesHandler())
    }

    /// Gives back all whole pages of the buffer's memory, whose content is lost.
    ///
    /// Nobody may want what was in it: the caller has the only buffer that still counts as having content.
    fileprivate static func release(_ buffer: ByteBuffer) {
        buffer.withVeryUnsafeBytes { cpages_release($0.baseAddress, $0.count) }
    }
}

/// Beside the network: gives the pages of ciphertext back once it is written.
///
/// NIOSSL is done with what it has handed over, and writes into memory of its own while this is held here.
private final class CiphertextPagesHandler: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let ciphertext = unwrapOutboundIn(data)
        let written = promise ?? context.eventLoop.makePromise()
        written.futureResult.whenComplete { _ in BufferPages.release(ciphertext) }
        context.write(data, promise: written)
    }
}

/// Beside TLS: hands on copies of what was decrypted, and gives the pages of the original back.
private final class PlaintextPagesHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// Who sends more than this at once is at work, and its bytes go on as they are.
    private static let largestCopy = 4096

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let plaintext = unwrapInboundIn(data)
        guard plaintext.readableBytes <= Self.largestCopy else { return context.fireChannelRead(data) }
        var copy = context.channel.allocator.buffer(capacity: plaintext.readableBytes)
        copy.writeImmutableBuffer(plaintext)
        BufferPages.release(plaintext)
        context.fireChannelRead(wrapInboundOut(copy))
    }
}

@available(*, unavailable)
extension CiphertextPagesHandler: Sendable {}

@available(*, unavailable)
extension PlaintextPagesHandler: Sendable {}
