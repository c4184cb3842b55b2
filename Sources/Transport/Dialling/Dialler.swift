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
    /// Throws a `DialError` of the stage `tls` and the reason `settings` where a file cannot be used.
    package init(
        _ settings: ConnectionSettings,
        identity: ClientIdentity? = nil,
        world: World = .real
    ) throws(DialError) {
        self.settings = settings
        self.world = world
        tls = try ClientTLS.context(settings.trust, identity)
        proxyTLS = try settings.proxy?.isSecure == true ? ClientTLS.proxyContext(settings.trust) : nil
    }

    /// Dials, and calls `setUp` on the channel's event loop with the connection that stands: TLS is complete, the
    /// server has switched to WebSocket where it was asked to.
    ///
    /// What the server sends next goes to the handlers that `setUp` adds. The future fails with a `DialError`, or with
    /// what `setUp` throws; then the connection is closed.
    package func dial(
        _ target: DialTarget,
        on loop: any EventLoop,
        setUp: @escaping @Sendable (any Channel) throws -> Void
    ) -> EventLoopFuture<any Channel> {
        dial(target, tls, on: loop, setUp: setUp)
    }

    /// Dials with a TLS context of its own.
    func dial(
        _ target: DialTarget,
        _ tls: NIOSSLContext,
        on loop: any EventLoop,
        setUp: @escaping @Sendable (any Channel) throws -> Void
    ) -> EventLoopFuture<any Channel> {
        let proxy = settings.proxy.flatMap { $0.applies(to: target.host) ? $0 : nil }
        let deadline = NIODeadline.now() + TimeAmount(settings.timeout)
        let plan = DialPlan(target: target, proxy: proxy, world: world, tls: tls, proxyTLS: proxyTLS)
        return TCPDial(overrides: settings.overrides)
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
    /// future fails with a `DialError`.
    package static func connect(
        host: String,
        port: Int,
        on loop: any EventLoop,
        timeout: Duration,
        setUp: @escaping @Sendable (any Channel) throws -> Void
    ) -> EventLoopFuture<any Channel> {
        TCPDial(overrides: [], setUp: setUp).connect(host, port, on: loop, timeout: timeout)
    }
}
