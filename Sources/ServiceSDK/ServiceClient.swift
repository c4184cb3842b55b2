import HubClient
public import HubModel
package import NIOCore
import NIOPosix
public import StreamClient
import Transport

/// A service: opens streams to devices, and manages hubs.
///
/// ```swift
/// let service = try ServiceClient(connectionString: text)
/// let stream = try await service.openStream(to: DeviceID("press-07"))
/// ```
/// All members may be used from any thread. At most 32 requests to the server are under way at once; further ones wait.
public final class ServiceClient: Sendable {
    private let hub: HubName
    private let pool: RequestPool
    private let dialler: Dialler
    private let world: World

    /// A service with a shared access policy: `HostName=…;SharedAccessKeyName=…;SharedAccessKey=…`.
    ///
    /// The policy needs the right ServiceConnect. It opens streams; for management give a token.
    /// Throws where the string or a CA file cannot be used.
    public convenience init(
        connectionString: String,
        settings: ConnectionSettings = ConnectionSettings()
    ) throws(ClientError) {
        let hub: HubName
        let server: ServerURL
        let authorization: Authorization
        do throws(HubError) {
            let parts = try ConnectionString(parsing: connectionString)
            guard case .policy(let policy) = parts.identity else {
                throw HubError(
                    .argumentInvalid,
                    "The connection string is that of a device, not of a policy.",
                    target: "connectionString"
                )
            }
            server = try ServerURL(parts.hostName, target: "HostName")
            hub = try HubName(String(server.host.prefix { $0 != "." }), target: "HostName")
            authorization = Authorization(host: server.host, policy: policy, key: parts.key)
        } catch {
            throw ClientError(error)
        }
        try self.init(hub, ClientSettings(server: server, settings), authorization, settings)
    }

    /// A service with an API token.
    ///
    /// - Parameters:
    ///   - server: `https://HOST[:PORT]`: the management host or a hub's main host.
    ///   - hub: the hub whose devices streams are opened to.
    ///   - token: `dst_…`; goes to `server` and nowhere else.
    ///   - settings: trust, proxy and time-out.
    /// - Throws: where the URL or a CA file cannot be used.
    public convenience init(
        server: String,
        hub: HubName,
        token: Secret,
        settings: ConnectionSettings = ConnectionSettings()
    ) throws(ClientError) {
        try self.init(server: server, hub: hub, token: token, settings: settings, RequestStyle())
    }

    /// The same for a program with options for how requests are sent and told of.
    package convenience init(
        server: String,
        hub: HubName,
        token: Secret,
        settings: ConnectionSettings,
        _ style: RequestStyle
    ) throws(ClientError) {
        var requests: ClientSettings
        do throws(HubError) {
            requests = ClientSettings(server: try ServerURL(server, target: "server"), settings)
        } catch {
            throw ClientError(error)
        }
        requests.token = token
        try self.init(hub, requests, Authorization(), settings, style)
    }

    private init(
        _ hub: HubName,
        _ requests: ClientSettings,
        _ authorization: Authorization,
        _ settings: ConnectionSettings,
        _ style: RequestStyle = RequestStyle(),
        world: World = .real
    ) throws(ClientError) {
        self.hub = hub
        self.world = world
        pool = RequestPool(requests, authorization, style, world: world)
        do throws(DialError) {
            dialler = try Dialler(settings, world: world)
        } catch {
            throw ClientError(error)
        }
    }

    /// Calls of the management API; they need an API token.
    public var management: Management { Management(pool) }

    /// Asks a device for a stream, and returns when it has accepted and this side is connected.
    ///
    /// - Parameters:
    ///   - device: the device.
    ///   - name: what the stream is called in logs; `session` where it is `nil`.
    ///   - service: what to reach beside the device; the device must confirm it.
    ///   - options: the rest.
    ///   - timeout: for the device's answer, and again for both sides to join; 60 s at most.
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
        await ByteStream.over(
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
        let seconds = Double(max(1, min(timeout.wholeMilliseconds, 60_000))) / 1000
        let creation = StreamCreation(
            streamName: name,
            moduleId: options.module,
            service: service,
            anyService: options.acceptsAnyService ? true : nil,
            reason: options.reason,
            waitOnlineSeconds: options.waitOnline > .zero ? Double(options.waitOnline.wholeMilliseconds) / 1000 : nil,
            connectTimeoutSeconds: seconds,
            responseTimeoutSeconds: seconds,
            halfClose: true
        )
        let request: HubRequest
        do throws(HubError) {
            request = try HubRequest.openStream(hub, device, creation, trace: options.trace)
        } catch {
            throw ClientError(error)
        }
        let response = try await pool.send(request)
        let grant = try pool.decode(StreamGrant.self, response)
        do throws(DialError) {
            return try await StreamChannel.dial(
                grant.url,
                token: grant.token,
                hasHalfClose: grant.halfClose ?? false,
                with: dialler,
                world: world,
                on: loop ?? MultiThreadedEventLoopGroup.singleton.any()
            ).dialled()
        } catch {
            var failure = ClientError(error)
            failure.trackingID = response.trackingID
            throw failure
        }
    }
}
