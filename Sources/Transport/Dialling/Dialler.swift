package import HubModel
package import NIOCore
import NIOPosix
import NIOSSL
import StreamCore

/// Opens connections to servers: TCP, a proxy's tunnel with or without TLS, TLS, and WebSocket, each as far as it is asked for.
///
/// One for each set of settings: the CAs are read once.
package struct Dialler: Sendable {
    /// The settings of every dial.
    package let settings: ConnectionSettings
    let world: World
    private let tls: NIOSSLContext
    private let proxyTLS: NIOSSLContext?

    /// Reads the CAs, and the certificate of the client where it has one.
    ///
    /// `protocols` stand in ALPN: those that are spoken once TLS stands.
    /// Throws a `DialError` of the stage `tls` and the reason `settings` where a file cannot be used.
    package init(
        _ settings: ConnectionSettings,
        identity: ClientIdentity? = nil,
        protocols: [String] = ["http/1.1"],
        world: World = .real
    ) throws(DialError) {
        self.settings = settings
        self.world = world
        tls = try ClientTLS.context(settings.trust, identity, protocols)
        proxyTLS = try settings.proxy?.isSecure == true ? ClientTLS.proxyContext(settings.trust) : nil
    }

    /// Dials, and calls `setUp` on the channel's event loop with the connection that stands: TLS is complete, the
    /// server has switched to WebSocket where it was asked to.
    ///
    /// What the server sends next goes to the handlers that `setUp` adds. The future fails with a `DialError`, or with
    /// what `setUp` throws; then the connection is closed.
    ///
    /// Where `addresses` are given, no resolver is asked: it is these that are connected to, one after the other.
    package func dial(
        _ target: DialTarget,
        at addresses: [String]? = nil,
        on loop: any EventLoop,
        setUp: @escaping @Sendable (any Channel) throws -> Void
    ) -> EventLoopFuture<any Channel> {
        dial(target, tls, at: addresses, on: loop, setUp: setUp)
    }

    /// Dials with a TLS context of its own.
    func dial(
        _ target: DialTarget,
        _ tls: NIOSSLContext,
        at addresses: [String]? = nil,
        on loop: any EventLoop,
        setUp: @escaping @Sendable (any Channel) throws -> Void
    ) -> EventLoopFuture<any Channel> {
        let proxy = settings.proxy.flatMap { $0.applies(to: target.host) ? $0 : nil }
        let deadline = NIODeadline.now() + TimeAmount(settings.timeout)
        let plan = DialPlan(target: target, proxy: proxy, world: world, tls: tls, proxyTLS: proxyTLS)
        let overrides = Self.override(target.host, target.port, addresses).map { [$0] } ?? settings.overrides
        return TCPDial(overrides: overrides)
            .connect(proxy?.host ?? target.host, proxy?.port ?? target.port, on: loop, timeout: settings.timeout)
            .flatMap { channel in
                let promise = loop.makePromise(of: (any Channel).self)
                do {
                    try channel.pipeline.syncOperations.addHandler(
                        DialHandler(plan, deadline: deadline, setUp: setUp, promise: promise)
                    )
                } catch {
                    promise.fail(error)
                    channel.close(promise: nil)
                }
                return promise.futureResult
            }
    }

    /// Connects with TCP and nothing else, straight.
    ///
    /// `setUp` adds the handlers before anything can come. The channel does not read before `autoRead` is set. The
    /// future fails with a `DialError`. Of `addresses` holds what is said of those of `dial`.
    package static func connect(
        host: String,
        port: Int,
        at addresses: [String]? = nil,
        on loop: any EventLoop,
        timeout: Duration,
        setUp: @escaping @Sendable (any Channel) throws -> Void
    ) -> EventLoopFuture<any Channel> {
        TCPDial(overrides: override(host, port, addresses).map { [$0] } ?? [], setUp: setUp)
            .connect(host, port, on: loop, timeout: timeout)
    }

    private static func override(_ host: String, _ port: Int, _ addresses: [String]?) -> NameOverride? {
        addresses.map { NameOverride(host: host, port: port, addresses: $0) }
    }
}
