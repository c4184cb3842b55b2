import HubModel
import NIOCore
import NIOSSL

/// TLS as our clients speak it.
enum ClientTLS {
    /// How long a server may take to answer the end of TLS, which comes behind everything else.
    private static let shutdownTime = TimeAmount.seconds(1)

    /// Reads the files and makes the context.
    static func context(
        _ trust: TrustedAuthorities,
        _ identity: ClientIdentity?,
        _ protocols: [String]
    ) throws(DialError) -> NIOSSLContext {
        var configuration = standard
        configuration.applicationProtocols = protocols
        if let roots = try roots(trust) { configuration.trustRoots = .certificates(roots) }
        guard let identity else { return try make(configuration) }
        do {
            configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(identity.certificateFile).map {
                .certificate($0)
            }
        } catch {
            throw problem("The certificate cannot be read from '\(VisibleText.show(identity.certificateFile))'.")
        }
        do {
            configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: identity.keyFile, format: .pem))
        } catch {
            throw problem("The private key cannot be read from '\(VisibleText.show(identity.keyFile))'.")
        }
        return try make(configuration)
    }

    /// The context for a proxy that speaks TLS itself.
    ///
    /// The CAs that were given are the server's, which is often private where the proxy is the site's: those of the
    /// system count, too.
    static func proxyContext(_ trust: TrustedAuthorities) throws(DialError) -> NIOSSLContext {
        var configuration = standard
        if let roots = try roots(trust) {
            configuration.additionalTrustRoots = [.certificates(roots)]
        }
        return try make(configuration)
    }

    /// The context of a connection that looks at a certificate, takes any, and sends nothing.
    static func lookingContext() throws(DialError) -> NIOSSLContext {
        var configuration = standard
        configuration.certificateVerification = .none
        return try make(configuration)
    }

    private static var standard: TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.certificateVerification = .fullVerification
        configuration.applicationProtocols = ["http/1.1"]
        configuration.shutdownTimeout = shutdownTime
        return configuration
    }

    /// The CAs that were given; `nil` for those of the system.
    static func roots(_ trust: TrustedAuthorities) throws(DialError) -> [NIOSSLCertificate]? {
        do {
            switch trust {
            case .system: return nil
            case .file(let path): return try NIOSSLCertificate.fromPEMFile(path)
            case .pem(let bytes): return try NIOSSLCertificate.fromPEMBytes(bytes)
            }
        } catch {
            throw problem("The trusted CAs cannot be read\(place(of: trust)).")
        }
    }

    /// The handler for one connection.
    ///
    /// An address stands in no SNI; the certificate is then checked against the peer's own.
    static func handler(_ context: NIOSSLContext, host: String) throws -> NIOSSLClientHandler {
        let isAddress = HostName.addressBytes(host) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)
    }

    private static func make(_ configuration: TLSConfiguration) throws(DialError) -> NIOSSLContext {
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw problem(
                "The TLS library does not take the certificates: \(ConnectionProblem.words(error))."
            )
        }
    }

    private static func place(of trust: TrustedAuthorities) -> String {
        switch trust {
        case .system, .pem: ""
        case .file(let path): " from '\(VisibleText.show(path))'"
        }
    }

    private static func problem(_ message: String) -> DialError {
        DialError(.tls, .settings, host: "", port: 0, message: message)
    }
}
