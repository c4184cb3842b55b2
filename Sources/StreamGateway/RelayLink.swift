import NIOCore

/// A side of a stream as others see it: they reach its handler on its own event loop only.
struct RelayLink: Sendable {
    private let handler: NIOLoopBound<RelayHandler>

    /// To be made on the handler's event loop.
    init(_ handler: RelayHandler, on eventLoop: any EventLoop) {
        self.handler = NIOLoopBound(handler, eventLoop: eventLoop)
    }

    /// Runs at once on the same event loop: a batch that needs no hop shall have none.
    func now(_ body: @escaping @Sendable (RelayHandler) -> Void) {
        let handler = handler
        if handler.eventLoop.inEventLoop {
            body(handler.value)
        } else {
            handler.eventLoop.execute { body(handler.value) }
        }
    }

    /// Runs in a turn of its own, so that nobody is changed in the middle of what he does.
    func later(_ body: @escaping @Sendable (RelayHandler) -> Void) {
        let handler = handler
        handler.eventLoop.execute { body(handler.value) }
    }
}
