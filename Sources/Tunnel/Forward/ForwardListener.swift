import CLI
import HubModel
import NIOCore
import NIOPosix
import StreamClient
import Transport

/// A port of this machine; each connection to it is a stream.
struct ForwardListener: Sendable {
    let rule: ForwardRule
    /// Where it listens.
    let host: String
    let port: Int
    let channel: NIOAsyncChannel<any Channel, Never>

    /// Address and port as they are written.
    var place: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }

    /// The address under which clients on this machine reach it.
    var clientHost: String {
        switch host {
        case "::": "::1"
        case "0.0.0.0": "127.0.0.1"
        default: host
        }
    }

    /// Opens the ports of a rule: two where it is loopback, because `localhost` is one address to some, another to others.
    ///
    /// Throws `LocalFailure` where a port cannot be had.
    static func open(_ rule: ForwardRule) async throws(HubError) -> [ForwardListener] {
        switch rule.bind {
        case .host(let host): return [try await open(rule, host, rule.port)]
        case .everywhere:
            do throws(HubError) {
                return [try await open(rule, "::", rule.port)]
            } catch {
                // A machine without IPv6; where the port is taken, it is taken here, too.
                return [try await open(rule, "0.0.0.0", rule.port)]
            }
        case .loopback:
            let first = try await open(rule, "127.0.0.1", rule.port)
            // A machine without IPv6, or another program: 127.0.0.1 is what is told.
            let second = try? await open(rule, "::1", first.port)
            return [first] + (second.map { [$0] } ?? [])
        }
    }

    private static func open(_ rule: ForwardRule, _ host: String, _ port: Int) async throws(HubError) -> ForwardListener
    {
        do {
            let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.backlog, value: 256)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .serverChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(AcceptErrorHandler())
                    }
                }
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .bind(host: host, port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try StreamSplice.prepare(channel)
                        return channel
                    }
                }
            let address = channel.channel.localAddress
            return ForwardListener(
                rule: rule,
                host: address?.ipAddress ?? host,
                port: address?.port ?? port,
                channel: channel
            )
        } catch {
            let place = (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
            throw HubError(
                .localFailure,
                "\(VisibleText.show(place, limit: 260)) cannot be listened on: \(ConnectionProblem.words(error)).",
                target: "-L",
                hint: "Take another port, or 0 for any that is free."
            )
        }
    }

    /// Serves connections until the listener is closed, and those that there are then to their end.
    ///
    /// Cuts them when the task is cancelled.
    func serve(_ body: @escaping @Sendable (any Channel) async -> Void) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            try await channel.executeThenClose { connections in
                for try await local in connections {
                    group.addTask { await body(local) }
                }
            }
        }
    }
}
