package import HubModel
package import NIOCore
import StreamCore

/// A WebSocket that carries the bytes of another protocol, such as MQTT.
package enum WebSocketBytes {
    /// Makes a channel of bytes of a WebSocket that was just dialled; to be called on its event loop.
    ///
    /// What is written up to a flush becomes one binary frame. The result is how the WebSocket ended, before the channel
    /// ends.
    package static func add(to channel: any Channel, world: World) throws -> EventLoopFuture<StreamEnd> {
        let end = channel.eventLoop.makePromise(of: StreamEnd.self)
        let handler = StreamSocketHandler(hasHalfClose: false, world: world, end: end)
        try channel.pipeline.syncOperations.addHandler(handler)
        _ = handler.takeOver(isInPipeline: true)
        return end.futureResult
    }
}
