import HubControl
import HubModel
import NIOCore
import NIOPosix
import Transport

/// Connects to receivers outside: looks their names up anew for each connection, and connects to addresses that are
/// allowed and to no others.
///
/// What was checked is what is connected to: the addresses are given to the connection, which asks nobody again.
struct OutboundDialler: Sendable {
    /// From the first packet to the end of the TLS handshake.
    static let timeout = Duration.seconds(10)
    /// A name with more addresses is tried at the first of them.
    static let maximumAddresses = 8

    private let addresses: OutboundAddresses
    private let resolve: @Sendable (String) async -> NameResolution
    private let http: Dialler
    private let bare: Dialler

    /// Throws a `DialError` where the trusted CAs cannot be read.
    init(
        _ settings: SinkSettings,
        world: World,
        resolve: @escaping @Sendable (String) async -> NameResolution
    ) throws(DialError) {
        addresses = settings.addresses
        self.resolve = resolve
        let connection = ConnectionSettings(trust: settings.trust, timeout: Self.timeout)
        http = try Dialler(connection, world: world)
        bare = try Dialler(connection, protocols: [], world: world)
    }

    /// Which protocol a TLS connection is for: it stands in ALPN (RFC 7301).
    enum Purpose {
        case http
        case other
    }

    /// Where the next connection may live.
    static func nextLoop() -> any EventLoop { MultiThreadedEventLoopGroup.singleton.next() }

    /// A connection over which nobody listens; `setUp` adds the handlers once TLS stands.
    func secure(
        _ host: OutboundHost,
        _ port: Int,
        for purpose: Purpose,
        on loop: any EventLoop,
        setUp: @escaping @Sendable (any Channel) throws -> Void
    ) async throws(DiagnosticFailure) -> any Channel {
        let found = try await allowedAddresses(of: host)
        let dialler =
            switch purpose {
            case .http: http
            case .other: bare
            }
        return try await Self.finished(
            dialler.dial(
                DialTarget(host: host.text, port: port),
                at: found.map(\.host),
                on: loop,
                setUp: setUp
            )
        )
    }

    /// A TCP connection that anybody on the way can read; `setUp` adds the handlers before anything can come.
    func plain(
        _ host: OutboundHost,
        _ port: Int,
        setUp: @escaping @Sendable (any Channel) throws -> Void
    ) async throws(DiagnosticFailure) -> any Channel {
        let found = try await allowedAddresses(of: host)
        return try await Self.finished(
            Dialler.connect(
                host: host.text,
                port: port,
                at: found.map(\.host),
                on: Self.nextLoop(),
                timeout: Self.timeout,
                setUp: setUp
            )
        )
    }

    /// A socket for datagrams to a host.
    func datagrams(
        _ host: OutboundHost,
        _ port: Int
    ) async throws(DiagnosticFailure) -> (channel: any Channel, address: SocketAddress) {
        let found = try await allowedAddresses(of: host)
        guard let first = found.first, let address = try? SocketAddress(ipAddress: first.host, port: port) else {
            throw DiagnosticFailure("The name '\(host)' does not resolve.")
        }
        let channel = try await Self.finished(
            DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(to: address)
        )
        return (channel, address)
    }

    /// Throws `ArgumentInvalid` for a literal address that is not allowed: no name will ever lead elsewhere.
    func requireAllowed(_ address: AddressRange, target: String) throws(HubError) {
        guard !addresses.permits(address) else { return }
        throw HubError(
            .argumentInvalid,
            "The address '\(address.host)' is not a public one, and the server's configuration does not allow it.",
            target: target,
            hint: "The server's configuration allows ranges in: diagnostics.allowedAddresses"
        )
    }

    private func allowedAddresses(of host: OutboundHost) async throws(DiagnosticFailure) -> [AddressRange] {
        let known = host.address.map { [$0] }
        let found: [AddressRange] = if let known { known } else { await resolve(host.text).addresses }
        guard !found.isEmpty else { throw DiagnosticFailure("The name '\(host)' does not resolve.") }
        let allowed = found.filter(addresses.permits)
        guard !allowed.isEmpty else {
            throw DiagnosticFailure(
                "'\(host)' leads to no public address, and the server's configuration allows none of those that it "
                    + "leads to."
            )
        }
        return Array(allowed.prefix(Self.maximumAddresses))
    }

    private static func finished(
        _ future: EventLoopFuture<any Channel>
    ) async throws(DiagnosticFailure) -> any Channel {
        do {
            let channel = try await future.get()
            // Whoever waited may be gone; nobody else would close it.
            if Task.isCancelled {
                channel.close(promise: nil)
                throw DiagnosticFailure("The delivery was cancelled.")
            }
            return channel
        } catch let error as DiagnosticFailure {
            throw error
        } catch let error as DialError {
            throw DiagnosticFailure(error.message)
        } catch {
            throw DiagnosticFailure("No connection came about: \(ConnectionProblem.words(error)).")
        }
    }
}
