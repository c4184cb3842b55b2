public import HubModel
public import StreamClient

/// A device: connects to its hub and takes stream requests.
///
/// ```swift
/// let device = try DeviceClient(connectionString: text)
/// try await withThrowingDiscardingTaskGroup { group in
///     for try await request in device.streamRequests {
///         group.addTask { let stream = try await request.accept() … }
///     }
/// }
/// ```
/// It connects when the first request is waited for, and stays connected until `close()`: it comes back by itself after
/// every loss, waiting 1 s, 2 s … up to 60 s with jitter, and renews its token in time. Streams are connections of
/// their own and go on whatever becomes of this one.
public final class DeviceClient: Sendable {
    /// A device with a key: `HostName=…;DeviceId=…;SharedAccessKey=…`.
    ///
    /// - Parameters:
    ///   - connectionString: as the hub hands it out.
    ///   - transport: WebSocket on the hub's own port, or MQTT over TLS on `mqttPort`.
    ///   - mqttPort: 8883 where the hub does not say otherwise; of no effect over WebSocket.
    ///   - settings: trust, proxy and time-out.
    /// - Throws: where the string or a file cannot be used.
    public init(
        connectionString: String,
        transport: DeviceTransport = .mqttWebSocket,
        mqttPort: Int = 8883,
        settings: ConnectionSettings = ConnectionSettings()
    ) throws(ClientError) {}

    /// A device with a certificate; such devices use MQTT over TLS.
    ///
    /// - Parameters:
    ///   - hostName: the hub's main host, with or without its port.
    ///   - deviceID: the device.
    ///   - certificateFile: PEM; the certificate first, then those that lead to its CA.
    ///   - keyFile: PEM, not encrypted.
    ///   - mqttPort: 8883 where the hub does not say otherwise.
    ///   - settings: trust, proxy and time-out.
    /// - Throws: where a name or a file cannot be used.
    public init(
        hostName: String,
        deviceID: DeviceID,
        certificateFile: String,
        keyFile: String,
        mqttPort: Int = 8883,
        settings: ConnectionSettings = ConnectionSettings()
    ) throws(ClientError) {}

    /// The requests for streams, in the order in which they come.
    ///
    /// Ends after `close()`. Throws when the hub refuses the device for good, as with a wrong key; a lost connection is
    /// no error. At most 64 requests wait to be taken; further ones are rejected as `DeviceBusy`. One task iterates.
    public var streamRequests: StreamRequests { StreamRequests() }

    /// What becomes of the connection, from now on.
    ///
    /// The newest state is always delivered; a slow reader misses states between. Ends after `close()` or a refusal.
    public var connectionStates: ConnectionStates { ConnectionStates() }

    /// Connects, and waits until it is connected; for those who want to know before they iterate.
    ///
    /// Throws when the hub refuses the device for good. Cancellation ends the wait, not the connection.
    public func connect() async throws(ClientError) {}

    /// Says good-bye to the hub and ends `streamRequests`; streams go on.
    public func close() async {}
}
