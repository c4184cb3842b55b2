import HubModel
import NIOCore
import NIOPosix

/// The first two stages: a name becomes addresses, and one of them answers (RFC 8305).
struct TCPDial {
    let overrides: [NameOverride]
    /// Adds handlers before anything can come; without it, bytes are read at once.
    var setUp: (@Sendable (any Channel) throws -> Void)?

    /// The future fails with a `DialError` of the stage `resolve` or `connect`.
    func connect(
        _ host: String,
        _ port: Int,
        on loop: any EventLoop,
        timeout: Duration
    ) -> EventLoopFuture<any Channel> {
        let setUp = setUp
        let bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(TimeAmount(timeout))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelOption(.autoRead, value: setUp == nil)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try setUp?(channel) }
            }
        let channel: EventLoopFuture<any Channel>
        do throws(DialError) {
            channel =
                try addresses(of: host, port).map { found in
                    if found.count == 1 { return bootstrap.connect(to: found[0]) }
                    return bootstrap.resolver(FixedResolver(found, on: loop)).connect(host: host, port: port)
                } ?? bootstrap.connect(host: host, port: port)
        } catch {
            return loop.makeFailedFuture(error)
        }
        return channel.flatMapErrorThrowing { error in throw Self.dialError(error, host, port) }
    }

    /// Addresses that no resolver is asked for.
    private func addresses(of host: String, _ port: Int) throws(DialError) -> [SocketAddress]? {
        let lower = host.lowercased()
        if let override = overrides.first(where: { $0.host.lowercased() == lower && $0.port == port }) {
            var found: [SocketAddress] = []
            for text in override.addresses {
                guard let address = try? SocketAddress(ipAddress: text, port: port) else {
                    throw DialError(
                        .resolve,
                        .settings,
                        host: host,
                        port: port,
                        message: "'\(VisibleText.show(text, limit: 80))' is no address for \(host):\(port)."
                    )
                }
                found.append(address)
            }
            return found
        }
        // What is no literal address is a name.
        if let literal = try? SocketAddress(ipAddress: host, port: port) { return [literal] }
        // RFC 6761 §6.3; glibc does not.
        guard HostNaming.isLocalhost(host) else { return nil }
        return ["127.0.0.1", "::1"].compactMap { try? SocketAddress(ipAddress: $0, port: port) }
    }

    private static func dialError(_ error: any Error, _ host: String, _ port: Int) -> DialError {
        let place = "\(VisibleText.show(host, limit: 260)):\(port)"
        func made(_ stage: DialError.Stage, _ reason: DialError.Reason, _ message: String) -> DialError {
            DialError(stage, reason, host: host, port: port, message: message)
        }
        switch error {
        case let error as DialError: return error
        case let error as NIOConnectionError where error.connectionErrors.isEmpty:
            return made(.resolve, .noAddress, "The name '\(VisibleText.show(host, limit: 260))' does not resolve.")
        case let error as NIOConnectionError:
            return dialError(error.connectionErrors[error.connectionErrors.count - 1].error, host, port)
        case ChannelError.connectTimeout:
            return made(.connect, .timedOut, "No connection to \(place) came about in time.")
        default:
            return made(.connect, .unreachable, "Nothing answers at \(place): \(ConnectionProblem.words(error)).")
        }
    }
}
