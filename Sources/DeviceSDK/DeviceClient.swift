public import HubModel
import NIOCore
import NIOPosix
public import StreamClient
import StreamCore
import Transport

/// A device: connects to its hub and takes stream requests.
///
/// ```swift
/// let device = try DeviceClient(connectionString: text)
/// try await withThrowingDiscardingTaskGroup { group in
///     for try await request in device.streamRequests {
///         group.addTask { try await serve(request.accept()) }
///     }
/// }
/// ```
/// It connects when the first request is waited for, and stays connected until `close()`: it comes back by itself after
/// every loss, after 1 s, 2 s … up to 60 s with jitter, and renews its token in time. Streams are connections of
/// their own and go on whatever becomes of this one. All members may be used from any thread.
public final class DeviceClient: Sendable {
    private let loop: any EventLoop
    private let control: NIOLoopBoundBox<DeviceControl>
    private let queue: RequestQueue
    private let board: StateBoard
    /// What this device takes for its hub's.
    package let scope: EndpointScope?

    /// Makes a report of a hub's question about endpoints; `nil` where that cannot be read.
    package typealias Checker = @Sendable (_ question: [UInt8]) async -> [UInt8]?

    /// A device with a key: `HostName=…;DeviceId=…;SharedAccessKey=…`.
    ///
    /// - Parameters:
    ///   - connectionString: as the hub hands it out.
    ///   - transport: WebSocket on the hub's own port, or MQTT over TLS on `mqttPort`.
    ///   - mqttPort: 8883 where the hub does not say otherwise; of no effect over WebSocket.
    ///   - settings: trust, proxy and time-out.
    /// - Throws: where the string or a file cannot be used.
    public convenience init(
        connectionString: String,
        transport: DeviceTransport = .mqttWebSocket,
        mqttPort: Int = 8883,
        settings: ConnectionSettings = ConnectionSettings()
    ) throws(ClientError) {
        let login: DeviceLogin
        do throws(HubError) {
            let parts = try ConnectionString(parsing: connectionString)
            guard case .device(let device) = parts.identity else {
                throw HubError(
                    .argumentInvalid,
                    "The connection string is that of a policy, not of a device.",
                    target: "connectionString"
                )
            }
            login = try DeviceLogin(
                hostName: parts.hostName,
                device: device,
                proof: .key(parts.key),
                transport: transport,
                mqttPort: mqttPort
            )
        } catch {
            throw ClientError(error)
        }
        try self.init(login, settings, identity: nil)
    }

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
    public convenience init(
        hostName: String,
        deviceID: DeviceID,
        certificateFile: String,
        keyFile: String,
        mqttPort: Int = 8883,
        settings: ConnectionSettings = ConnectionSettings()
    ) throws(ClientError) {
        let login: DeviceLogin
        do throws(HubError) {
            login = try DeviceLogin(
                hostName: hostName,
                device: deviceID,
                proof: .certificate,
                transport: .mqtt,
                mqttPort: mqttPort
            )
        } catch {
            throw ClientError(error)
        }
        try self.init(login, settings, identity: ClientIdentity(certificateFile: certificateFile, keyFile: keyFile))
    }

    init(
        _ login: DeviceLogin,
        _ settings: ConnectionSettings,
        identity: ClientIdentity?,
        world: World = .real,
        loop: any EventLoop = MultiThreadedEventLoopGroup.singleton.next()
    ) throws(ClientError) {
        let toHub = try Self.dialler(settings, world, identity: identity)
        self.loop = loop
        scope = EndpointScope(mainHost: login.host, port: login.port, mqttPort: login.mqttPort)
        (queue, board) = (RequestQueue(), StateBoard())
        // The gateway is shown the token of the stream and nothing else.
        let streams = identity == nil ? toHub : try Self.dialler(settings, world)
        control = NIOLoopBoundBox.makeBoxSendingValue(
            DeviceControl(
                login,
                toHub: toHub,
                toStreams: streams,
                world: world,
                on: loop,
                queue: queue,
                board: board
            ),
            eventLoop: loop
        )
    }

    private static func dialler(
        _ settings: ConnectionSettings,
        _ world: World,
        identity: ClientIdentity? = nil
    ) throws(ClientError) -> Dialler {
        do throws(DialError) {
            return try Dialler(settings, identity: identity, world: world)
        } catch {
            throw ClientError(error)
        }
    }

    deinit {
        let control = control
        loop.execute { control.value.close() }
    }

    /// The requests for streams, in the order in which they come.
    ///
    /// Ends after `close()`. Throws when the hub refuses the device for good, as with a wrong key; a lost connection is
    /// no error. At most 64 requests wait to be taken; further ones are rejected as `DeviceBusy`. One task iterates.
    public var streamRequests: StreamRequests { StreamRequests(device: self) }

    /// What becomes of the connection, from now on.
    ///
    /// The newest state is always delivered; a slow reader misses states between. Ends after `close()` or a refusal.
    public var connectionStates: ConnectionStates { ConnectionStates(board: board) }

    /// Connects, and waits until it is connected; for those who want to know before they iterate.
    ///
    /// Throws when the hub refuses the device for good, and after `close()`. Cancellation ends the wait, not the
    /// connection.
    public func connect() async throws(ClientError) {
        start()
        for await state in connectionStates {
            switch state {
            case .connected: return
            case .refused(let error): throw error
            case .closed: throw ClientError(HubError(.serviceUnavailable, "The device client is closed."))
            case .connecting, .waiting: break
            }
        }
    }

    /// Answers the hub's questions about the way to its endpoints; one that does not is never asked.
    ///
    /// To be called before the client connects.
    package func answerChecks(with checker: @escaping Checker) {
        let control = control
        loop.execute { control.value.checker = checker }
    }

    /// Says good-bye to the hub and ends `streamRequests`; streams go on.
    public func close() async {
        let control = control
        // What the closure does does not fail.
        try? await loop.submit { control.value.close() }.get()
    }

    /// Connects, if nobody has asked for it yet.
    private func start() {
        let control = control
        loop.execute { control.value.start() }
    }

    func nextRequest() async throws(ClientError) -> StreamRequest? {
        start()
        return try await queue.next()
    }
}
