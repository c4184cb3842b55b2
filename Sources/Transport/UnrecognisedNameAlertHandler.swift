import NIOCore

/// Tells a client that asked for an unknown host so: `unrecognized_name` (RFC 6066 §3) in place of `internal_error`.
///
/// When the choice of a certificate fails, the TLS library always answers with `internal_error`, and NIOSSL has no way
/// to ask for another alert; the client's user would look for a defect of the server instead of at the name. The
/// handler sits between TLS and the network, looks at the first bytes that go out, and removes itself. An alert that
/// comes before the server's hello is not encrypted, and as the very first output this one means that no certificate
/// was chosen: the name is unknown, or a certificate could not be made, which the server's log then tells as an error.
final class UnrecognisedNameAlertHandler: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// A record's header: alert, any version 3.x, two bytes; then level fatal (RFC 8446 §5.1, §6).
    private static let contentType: UInt8 = 21
    private static let majorVersion: UInt8 = 3
    private static let fatal: UInt8 = 2
    private static let recordLength = 7
    private static let internalError: UInt8 = 80
    private static let unrecognizedName: UInt8 = 112

    private var hasWritten = false

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        var buffer = unwrapOutboundIn(data)
        guard buffer.readableBytes > 0, !hasWritten else {
            context.write(data, promise: promise)
            return
        }
        hasWritten = true
        if Self.isInternalErrorAlert(buffer) {
            buffer.setInteger(Self.unrecognizedName, at: buffer.readerIndex + Self.recordLength - 1)
        }
        context.write(wrapOutboundOut(buffer), promise: promise)
    }

    func flush(context: ChannelHandlerContext) {
        context.flush()
        // Not in `write`: the flush that belongs to it comes through this handler too, and would be lost.
        if hasWritten { context.pipeline.syncOperations.removeHandler(context: context, promise: nil) }
    }

    private static func isInternalErrorAlert(_ buffer: ByteBuffer) -> Bool {
        let bytes = buffer.readableBytesView
        guard bytes.count == recordLength else { return false }
        let start = bytes.startIndex
        return bytes[start] == contentType && bytes[start + 1] == majorVersion && bytes[start + 3] == 0
            && bytes[start + 4] == 2 && bytes[start + 5] == fatal && bytes[start + 6] == internalError
    }
}

@available(*, unavailable)
extension UnrecognisedNameAlertHandler: Sendable {}
