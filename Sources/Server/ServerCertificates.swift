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

    /// A connection by address, or to the domain, gets the certificate of this machine; a hub's name that of the hub.
    private static func choice(_ name: String?, _ naming: HostNaming, _ index: HubIndex) -> CertificateChoice? {
        guard let name, naming.owner(of: name) != .management else {
            return .names(dns: [naming.domain, "localhost"], addresses: ["127.0.0.1", "::1"])
        }
        return index.certificateNames(for: name, naming).map { .names(dns: $0) }
    }
}
