import HubControl
import HubModel
import Logging
import Transport

/// The certificates that the listener shows: from configured files, or from the local CA for exact names.
struct ServerCertificates: Sendable {
    let tls: ServerTLS
    /// The local CA's certificate; `nil` with configured files.
    let authorityPath: String?
    /// Looks for changed files; `nil` with the local CA.
    let reloader: CertificateReloader?

    init(
        _ settings: Settings,
        naming: HostNaming,
        index: HubIndex,
        _ world: World,
        _ logger: Logger
    ) throws {
        let now: @Sendable () -> Int64 = { world.now.milliseconds }
        do {
            if let files = settings.certificate {
                let reloader = try CertificateReloader(files: files, logger: logger, now: now)
                self.reloader = reloader
                authorityPath = nil
                tls = try ServerTLS(reloader: reloader, logger: logger)
            } else {
                let authority = try LocalAuthority.loadOrMake(
                    directory: settings.stateDirectory,
                    domain: naming.domain,
                    now: now()
                )
                reloader = nil
                authorityPath = authority.certificatePath
                tls = try ServerTLS(issuer: LeafIssuer(authority: authority, now: now), logger: logger) { name in
                    Self.choice(name, naming, index)
                }
            }
        } catch let error as LocalAuthorityError {
            throw HubError(.serverError, "\(error)")
        } catch let error as CertificateFilesError {
            throw HubError(.serverError, "\(error)")
        }
    }

    /// A connection by address gets the certificate of this machine, one to the domain that of the management host, and
    /// a hub's name that of the hub.
    ///
    /// Addresses stand only where no name was asked for: BoringSSL, and with it every client on swift-nio-ssl, knows no
    /// constraints of addresses (RFC 5280 §4.2.1.10) and refuses a certificate with an address under a CA that has them.
    private static func choice(_ name: String?, _ naming: HostNaming, _ index: HubIndex) -> CertificateChoice? {
        let management = [naming.domain, "localhost"]
        guard let name else { return .names(dns: management, addresses: ["127.0.0.1", "::1"]) }
        if naming.owner(of: name) == .management { return .names(dns: management) }
        return index.certificateNames(for: name, naming).map { .names(dns: $0) }
    }
}
