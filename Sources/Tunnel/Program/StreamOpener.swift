import CLI
import HubModel
import NIOCore
import ServiceSDK
import StreamClient

/// Opens streams to the device of a command.
struct StreamOpener: Sendable {
    let wish: StreamWish
    let client: ServiceClient
    let hub: HubName
    private let timeout: Duration?
    private let trace: @Sendable () -> TraceContext?

    init(_ wish: StreamWish, _ session: Session) throws {
        let side = try session.serviceSide(hub: wish.hub)
        self.wish = wish
        hub = side.hub
        timeout = session.timeout
        trace = session.traces()
        client = try ServiceClient(
            server: side.server,
            hub: side.hub,
            token: side.token,
            settings: side.settings,
            RequestStyle(session)
        )
    }

    init(_ wish: StreamWish, _ client: ServiceClient, hub: HubName, timeout: Duration? = nil) {
        self.wish = wish
        self.client = client
        self.hub = hub
        self.timeout = timeout
        trace = { nil }
    }

    /// Opens a stream to a service, on an event loop of the caller's choice.
    ///
    /// `ClientTimeout` where it takes longer than `--timeout`.
    func open(_ service: ServiceName?, on loop: (any EventLoop)?) async throws(ClientError) -> StreamChannel {
        let options = StreamOptions(
            module: wish.module,
            reason: wish.reason,
            waitOnline: wish.waitOnline,
            acceptsAnyService: wish.acceptsAnyService,
            trace: trace()
        )
        do throws(ClientError) {
            return try await within(timeout) { [client, wish] () async throws(ClientError) in
                try await client.openChannel(
                    to: wish.device,
                    name: wish.name,
                    service: service,
                    options: options,
                    on: loop
                )
            }
        } catch {
            guard error.code == .deviceNotOnline else { throw error }
            // The server knows not which command asks; each that opens streams can wait by itself.
            var named = error.error
            named.hint = offlineHint
            throw ClientError(named, trackingID: error.trackingID)
        }
    }

    private var offlineHint: String {
        wish.waitOnline == .zero
            ? "Start its agent, or wait for it with --wait-online 10m."
            : "Start its agent: devicestream agent run"
    }

    /// Throws `DeviceNotOnline` where the device is not connected, and what the server says where it cannot be asked.
    func checkPresence() async throws(ClientError) {
        let device = try await within(timeout) { [client, hub, wish] () async throws(ClientError) in
            try await client.management.device(hub, wish.device)
        }
        guard device.connectionState != .connected else { return }
        throw ClientError(
            HubError(
                .deviceNotOnline,
                "Device '\(wish.device)' is not connected to hub '\(hub)'.",
                hint: offlineHint
            )
        )
    }
}

/// Does something for as long as it may take; without a limit where there is none.
///
/// What it does must end when its task is cancelled.
func within<Value: Sendable>(
    _ limit: Duration?,
    _ body: @escaping @Sendable () async throws(ClientError) -> Value
) async throws(ClientError) -> Value {
    guard let limit else { return try await body() }
    let result = await withTaskGroup(of: Result<Value, ClientError>?.self) { group in
        group.addTask {
            do throws(ClientError) { return .success(try await body()) } catch { return .failure(error) }
        }
        group.addTask {
            // Cancelled when the other is done.
            try? await Task.sleep(for: limit)
            return nil
        }
        let first = await group.next() ?? nil
        group.cancelAll()
        return first
    }
    guard let result else {
        throw ClientError(HubError(.clientTimeout, "It took longer than the \(limit) of --timeout."))
    }
    return try result.get()
}
