package import HubModel
package import NIOCore
import Transport

/// A TCP service beside a device's agent.
package enum LocalTarget {
    /// Connects to it, straight, ready to be joined to a stream.
    ///
    /// Throws a `DialError` of the stage `resolve` or `connect`.
    package static func connect(
        host: String,
        port: Int,
        on loop: any EventLoop,
        timeout: Duration
    ) async throws(DialError) -> any Channel {
        try await Dialler.connect(host: host, port: port, on: loop, timeout: timeout) { channel in
            try StreamSplice.prepare(channel)
        }.dialled()
    }
}

extension EventLoopFuture {
    /// The value; a failure of another kind, which no dial has, becomes one of the stage `connect`.
    package func dialled() async throws(DialError) -> Value where Value: Sendable {
        do {
            return try await get()
        } catch let error as DialError {
            throw error
        } catch {
            throw DialError(
                .connect,
                .closed,
                host: "",
                port: 0,
                message: "The connection could not be set up: \(ConnectionProblem.words(error))."
            )
        }
    }
}
