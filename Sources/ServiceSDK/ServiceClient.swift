public import HubModel
package import NIOCore
public import StreamClient

/// A service: opens streams to devices, and manages hubs.
public final class ServiceClient: Sendable {
    /// A service with a shared access policy: `HostName=…;SharedAccessKeyName=…;SharedAccessKey=…`.
    ///
    /// The policy needs the right ServiceConnect. It opens streams; for management give a token.
    /// Throws where the string or a CA file cannot be used.
    public init(
        connectionString: String,
        settings: ConnectionSettings = ConnectionSettings()
    ) throws(ClientError) {}

    /// A service with an API token.
    ///
    /// - Parameters:
    ///   - server: `https://HOST[:PORT]`: the management host or a hub's main host.
    ///   - hub: the hub whose devices streams are opened to.
    ///   - token: `dst_…`; goes to `server` and nowhere else.
    ///   - settings: trust, proxy and time-out.
    /// - Throws: where the URL or a CA file cannot be used.
    public init(
        server: String,
        hub: HubName,
        token: Secret,
        settings: ConnectionSettings = ConnectionSettings()
    ) throws(ClientError) {}

    /// Asks a device for a stream, and returns when it has accepted and this side is connected.
    ///
    /// - Parameters:
    ///   - device: the device.
    ///   - name: what the stream is called in logs; `session` where it is `nil`.
    ///   - service: what to reach beside the device; the device must confirm it.
    ///   - options: the rest.
    ///   - timeout: for the handshake; 60 s at most.
    /// - Returns: the stream.
    /// - Throws: an error whose `code` says why: `.deviceNotOnline`, `.deviceNotListening`, `.streamRejected`,
    ///   `.gatewayTimeout` with its `stage`, `.throttling` and `.streamLimitReached` with `retryAfter`,
    ///   `.serverUnreachable` with `dial`, and more. A cancelled task gets `.requestTimeout`, and the request is given up.
    public func openStream(
        to device: DeviceID,
        name: StreamName? = nil,
        service: ServiceName? = nil,
        options: StreamOptions = StreamOptions(),
        timeout: Duration = .seconds(60)
    ) async throws(ClientError) -> ByteStream {
        ByteStream(
            try await openChannel(to: device, name: name, service: service, options: options, timeout: timeout, on: nil)
        )
    }

    /// The same for a splice, on an event loop of the caller's choice.
    package func openChannel(
        to device: DeviceID,
        name: StreamName? = nil,
        service: ServiceName? = nil,
        options: StreamOptions = StreamOptions(),
        timeout: Duration = .seconds(60),
        on loop: (any EventLoop)?
    ) async throws(ClientError) -> StreamChannel {
        throw ClientError(HubError(.localFailure, ""))
    }
}
