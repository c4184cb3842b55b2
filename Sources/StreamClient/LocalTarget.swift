package import HubModel
package import NIOCore

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
        throw DialError(.connect, .unreachable, host: host, port: port, message: "")
    }
}
