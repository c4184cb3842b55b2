package import NIOCore
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Nothing is read that nobody asked for, not even at the end of a connection.
///
/// The first handler of its channel.
/// NIO reads all that the kernel holds, several mebibytes, as soon as it hears that the peer sends no more: whether a
/// read was asked for or not. Here such a read is given no room, which NIO takes for the end; what the kernel holds stays
/// there, and is read from the socket piece by piece when reads are asked for. Then the channel is closed, as NIO closes
/// one whose peer sends no more.
///
/// ```
/// paced ─the peer ended, no read is asked for→ late ─all was read→ closed
///       └the peer ended, a read is asked for→ closed
/// ```
/// To be used with automatic reading, one message a read, and with `PacedReading.Allocator`. What the kernel holds of a
/// connection that is reset is lost.
package final class PacedReading: ChannelDuplexHandler {
    package typealias InboundIn = ByteBuffer
    package typealias InboundOut = ByteBuffer
    package typealias OutboundIn = ByteBuffer
    package typealias OutboundOut = ByteBuffer

    /// Told to the handlers behind: the peer sends no more, and has sent what is not read yet.
    package struct PeerFinished: Sendable {}

    /// What handler and allocator, both on the channel's event loop, tell each other.
    private final class Permit: Sendable {
        /// Whether a read is asked for and not made.
        let isGiven = Atomic(true)
        /// Whether a read was given no room.
        let wasRefused = Atomic(false)
    }

    /// Gives no room for reads that nobody asked for.
    private struct Allocator: RecvByteBufferAllocator {
        var sizes: FreshReadAllocator
        let permit: Permit

        func buffer(allocator: ByteBufferAllocator) -> ByteBuffer {
            guard permit.isGiven.load(ordering: .relaxed) else {
                permit.wasRefused.store(true, ordering: .relaxed)
                var full = allocator.buffer(capacity: 1)
                full.moveWriterIndex(to: full.capacity)
                return full
            }
            return sizes.buffer(allocator: allocator)
        }

        mutating func record(actualReadBytes: Int) -> Bool { sizes.record(actualReadBytes: actualReadBytes) }
    }

    private let permit = Permit()
    private let largestRead: Int
    private var isLate = false
    private var isPulling = false

    private init(largestRead: Int) { self.largestRead = largestRead }

    /// Sets a channel up and adds the handler; to be called before automatic reading is turned on.
    ///
    /// `largestRead` is the most that is read in one turn.
    package static func start(on channel: any Channel, largestRead: Int) throws {
        let handler = PacedReading(largestRead: largestRead)
        try channel.pipeline.syncOperations.addHandler(handler, position: .first)
        guard let options = channel.syncOptions else { return }
        // One read a turn: no busy channel keeps a quiet one waiting, and nothing read is lost when the next read of the
        // turn would fail.
        try options.setOption(.maxMessagesPerRead, value: 1)
        try options.setOption(
            .recvAllocator,
            value: Allocator(
                sizes: FreshReadAllocator(
                    AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 4096, maximum: largestRead)
                ),
                permit: handler.permit
            )
        )
        // The end is told, and closing is left to this handler.
        try options.setOption(.allowRemoteHalfClosure, value: true)
    }

    package func read(context: ChannelHandlerContext) {
        permit.isGiven.store(true, ordering: .relaxed)
        if isLate {
            pullLater(context)
        } else {
            context.read()
        }
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        permit.isGiven.store(false, ordering: .relaxed)
        context.fireChannelRead(data)
    }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let event = event as? ChannelEvent, event == .inputClosed else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        guard permit.wasRefused.load(ordering: .relaxed) else {
            context.close(promise: nil)
            return
        }
        isLate = true
        context.fireUserInboundEventTriggered(PeerFinished())
        pullLater(context)
    }

    /// In a turn of its own, as NIO reads: others have theirs in between.
    private func pullLater(_ context: ChannelHandlerContext) {
        guard !isPulling else { return }
        isPulling = true
        context.eventLoop.assumeIsolated().execute {
            self.isPulling = false
            self.pull(context)
        }
    }

    private func pull(_ context: ChannelHandlerContext) {
        guard context.channel.isActive, permit.isGiven.load(ordering: .relaxed) else { return }
        var bytes = context.channel.allocator.buffer(capacity: largestRead)
        guard readSocket(context, into: &bytes) > 0 else {
            context.close(promise: nil)
            return
        }
        permit.isGiven.store(false, ordering: .relaxed)
        context.fireChannelRead(wrapInboundOut(bytes))
        context.fireChannelReadComplete()
        // What NIO does where reading is automatic.
        if context.channel.isActive { context.channel.pipeline.syncOperations.read() }
    }

    /// How many bytes were read; 0 at the end, and where the connection failed.
    private func readSocket(_ context: ChannelHandlerContext, into bytes: inout ByteBuffer) -> Int {
        // The peer's end is there, so the socket never has nothing. What fails ends the channel, as the end does.
        let count = try? context.channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(
            of: NIOBSDSocket.Handle.self
        ) { socket in
            bytes.writeWithUnsafeMutableBytes(minimumWritableBytes: largestRead) { room in
                while true {
                    let count = recv(socket, room.baseAddress, largestRead, 0)
                    if count >= 0 { return count }
                    guard errno == EINTR else { return 0 }
                }
            }
        }
        return (count ?? nil) ?? 0
    }
}

@available(*, unavailable)
extension PacedReading: Sendable {}
