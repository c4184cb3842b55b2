package import Logging
package import NIOCore
package import NIOSSL

/// The server's side of TLS: 1.2 at least, HTTP/1.1 alone in ALPN, no client certificates unless asked for, and a
/// certificate that is chosen anew in every handshake.
///
/// The context itself holds no certificate. NIOSSL's `sslContextCallback` runs once in a handshake, after the client's
/// hello and before anything is sent or a session resumed, and lays a certificate over the context; where it fails,
/// nothing was issued and the handshake ends with an alert.
package struct ServerTLS: Sendable {
    /// The one protocol offered: REST and the upgrades to WebSocket and streams are HTTP/1.1.
    static let applicationProtocols = ["http/1.1"]
    /// The name of MQTT among IANA's ALPN protocol ids, for listeners that ask for client certificates.
    static let deviceProtocols = ["mqtt"]

    /// The context behind every connection.
    ///
    /// Use `addHandlers(to:)`; this is for callers that build their own pipeline.
    package let context: NIOSSLContext

    private let configuration: TLSConfiguration

    private enum Selection {
        case present(ServerCredential)
        case refuse
        case fail(any Error)
    }

    /// TLS with certificates from the local CA, for exact names.
    ///
    /// - Parameters:
    ///   - issuer: makes the certificates.
    ///   - logger: tells of refused handshakes (debug) and of certificates that could not be made (error).
    ///   - choose: the names to show to a client that indicated this lower-case host name, or `nil` where the server
    ///     has no such host: the handshake is then refused and nothing issued. It is asked with `nil` for a connection
    ///     by address. It runs on an event loop and must not block.
    /// - Throws: where the TLS library makes no context.
    package init(
        issuer: LeafIssuer,
        logger: Logger,
        choose: @escaping @Sendable (String?) -> CertificateChoice?
    ) throws {
        try self.init(logger: logger) { name in
            guard let choice = choose(name) else { return .refuse }
            do {
                return .present(try issuer.credential(for: choice))
            } catch {
                return .fail(error)
            }
        }
    }

    /// How long a client may take to answer the end of TLS; what was sent before it has arrived by then or never will.
    ///
    /// The library's five seconds hold up a stop of the server by as much, for every client that waits idle.
    private static let shutdownTime = TimeAmount.seconds(1)

    /// TLS with configured certificate files: the same certificate whatever name is indicated.
    ///
    /// A wrong name is the client's to find in the certificate, and the router's in `Host`.
    package init(reloader: CertificateReloader, logger: Logger) throws {
        try self.init(logger: logger) { _ in .present(reloader.current) }
    }

    private init(logger: Logger, select: @escaping @Sendable (String?) -> Selection) throws {
        // The maker for servers insists on a certificate. This one differs from it in the verification of the peer
        // alone.
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.certificateVerification = .none
        configuration.applicationProtocols = Self.applicationProtocols
        configuration.shutdownTimeout = Self.shutdownTime
        configuration.sslContextCallback = { values, promise in
            let indicated: String?
            switch ServerName(indicated: values.serverHostname) {
            case .absent:
                indicated = nil
            case .name(let name):
                indicated = name
            case .unusable:
                logger.debug("handshake refused, no host name", metadata: ["error.code": "serverNameUnusable"])
                promise.fail(ServerNameRefused())
                return
            }
            HandshakeScopeHandler.peer?.indicated(indicated)
            switch select(indicated) {
            case .present(let credential):
                promise.succeed(credential.handshakeOverride)
            case .refuse:
                logger.debug(
                    "handshake refused, unknown host name",
                    metadata: ["server.name": "\(indicated ?? "")"]
                )
                promise.fail(ServerNameRefused())
            case .fail(let error):
                logger.error(
                    "certificate not issued",
                    metadata: ["server.name": "\(indicated ?? "")", "error": "\(error)"]
                )
                promise.fail(error)
            }
        }
        try self.init(configuration)
    }

    private init(_ configuration: TLSConfiguration) throws {
        self.configuration = configuration
        context = try NIOSSLContext(configuration: configuration)
    }

    /// The same for MQTT: every client is asked for a certificate, none has to show one, and any is taken.
    ///
    /// A certificate counts only for what the device says it is, which comes later: whoever judges the login judges
    /// it. Not for browsers, which would ask their users.
    /// - Throws: where the TLS library makes no context.
    package func requestingClientCertificates() throws -> ServerTLS {
        var configuration = configuration
        // Ask, but do not insist; the verification itself is replaced in `addHandlers(to:recording:)`.
        configuration.certificateVerification = .optionalVerification
        // No roots: the system's would cost memory and time, and nothing is verified against them.
        configuration.trustRoots = .certificates([])
        configuration.applicationProtocols = Self.deviceProtocols
        return try ServerTLS(configuration)
    }

    /// Adds TLS to the pipeline of an accepted connection, and keeps in `peer` what the client shows.
    ///
    /// To be called before any other handler is added, on what `requestingClientCertificates()` made.
    package func addHandlers(
        to pipeline: ChannelPipeline.SynchronousOperations,
        recording peer: TLSPeer
    ) throws {
        let handler = NIOSSLServerHandler(context: context) { chain, promise in promise.succeed(peer.showed(chain)) }
        try pipeline.addHandlers([HandshakeScopeHandler(peer), UnrecognisedNameAlertHandler(), handler])
    }

    /// Adds TLS to the pipeline of an accepted connection.
    ///
    /// To be called before any other handler is added.
    package func addHandlers(to pipeline: ChannelPipeline.SynchronousOperations) throws {
        try pipeline.addHandlers([UnrecognisedNameAlertHandler(), NIOSSLServerHandler(context: context)])
    }
}

/// The error that ends a handshake for a host this server does not have.
package struct ServerNameRefused: Error, Equatable {}
