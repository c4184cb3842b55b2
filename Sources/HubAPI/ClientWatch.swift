import HubModel
import NIOCore
import NIOHTTPTypes

/// Notices that a client hangs up while its request is worked on.
///
/// Hummingbird's own way reads on behind the request, so that the connection is of no more use afterwards; here a
/// handler at the end of the pipeline listens, and the next request comes on the same connection.
struct ClientWatch: Sendable {
    private static let handlerName = "devicestream.hang-up"

    let channel: any Channel

    init(channel: any Channel) { self.channel = channel }

    /// Does the work, and cancels it when the client hangs up.
    ///
    /// It returns when the work has ended, also where nobody hears the answer any more.
    func cancelling<Value: Sendable>(
        _ work: @escaping @Sendable () async throws(HubError) -> Value
    ) async throws(HubError) -> Value {
        let (hangUp, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        await listen(continuation)
        let result = await withTaskGroup(of: Result<Value, HubError>?.self) { group in
            group.addTask {
                do throws(HubError) {
                    return .success(try await work())
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                for await _ in hangUp {}
                return nil
            }
            var result: Result<Value, HubError>?
            for await next in group {
                if let next { result = next }
                group.cancelAll()
            }
            return result
        }
        // It fails where the connection is gone, and the handler with it.
        try? await channel.pipeline.removeHandler(name: Self.handlerName).get()
        guard let result else { preconditionFailure("the work ended without a result") }
        return try result.get()
    }

    private func listen(_ hangUp: AsyncStream<Void>.Continuation) async {
        let pipeline = channel.pipeline
        do {
            try await channel.eventLoop.submit {
                try pipeline.syncOperations.addHandler(HangUpHandler(hangUp), name: Self.handlerName)
            }.get()
        } catch {
            // A pipeline that takes no handler is that of a closed connection.
            hangUp.finish()
        }
    }
}

/// Tells that the peer will send no more, or that the connection is gone.
///
/// A client that only shuts down its sending half counts as gone: with a killed program it looks the same.
private final class HangUpHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart

    private let hangUp: AsyncStream<Void>.Continuation

    init(_ hangUp: AsyncStream<Void>.Continuation) { self.hangUp = hangUp }

    func handlerAdded(context: ChannelHandlerContext) {
        if !context.channel.isActive { hangUp.finish() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { hangUp.finish() }
        context.fireUserInboundEventTriggered(event)
    }

    // Handlers before this one may keep the end of the connection to themselves; the pipeline is always emptied.
    func handlerRemoved(context: ChannelHandlerContext) { hangUp.finish() }
}

@available(*, unavailable)
extension HangUpHandler: Sendable {}
