import HubClient
import HubModel

/// The CA's certificate: of the context, or as a named server presents it.
struct AuthorityCertificate {
    /// In PEM, and visible ASCII only.
    let pem: String
    let fingerprint: String

    init(_ session: Session) throws(HubError) {
        if let explicit = Target.explicitTrust(session.global, session.environment) {
            try self.init(explicit, session)
            return
        }
        if let server = session.global.server ?? session.environment["DEVICESTREAM_SERVER"] {
            try self.init(presentedBy: ServerURL(server), session)
            return
        }
        let selection = try ContextSelection(session.global, session.environment, session.world)
        guard let context = selection.context else {
            throw HubError(
                .noCredential,
                "Nobody is signed in, and no server keeps its state here.",
                hint: "Ask a server for the CA that it presents: devicestream ca show --server URL"
            )
        }
        guard let trust = context.trust else {
            throw HubError(
                .resourceNotFound,
                "The server \(context.server) is trusted by the CAs of the system, not by one of its own.",
                hint: "See what it presents: devicestream ca show --server \(context.server)"
            )
        }
        try self.init(trust, session)
    }

    private init(_ trust: Trust, _ session: Session) throws(HubError) {
        let text: String
        let place: String
        switch trust {
        case .pem(let bytes): (text, place) = (String(decoding: bytes, as: UTF8.self), "The context")
        case .file(let path):
            let bytes = try SystemFile.read(path, console: session.console, limit: LoginTrust.maximumBytes)
            (text, place) = (String(decoding: bytes, as: UTF8.self), SystemFile.quoted(path))
        case .system, .directory:
            throw HubError(.usage, "There is no one certificate to show: the CAs of the system are trusted.")
        }
        guard let pem = CertificateText.certificates(in: text),
            let fingerprint = PresentedCertificate.fingerprint(pem: pem)
        else { throw HubError(.localFailure, "\(place) holds no certificate in PEM.") }
        self.pem = pem
        self.fingerprint = fingerprint
    }

    private init(presentedBy server: ServerURL, _ session: Session) throws(HubError) {
        let chain = try CertificateProbe.chain(session.settings(server: server, token: nil, trust: .system))
        // A leaf that somebody else issued is no CA; a certificate that stands alone may be its own.
        guard let last = chain.last, chain.count > 1 || last.subject == last.issuer,
            let pem = CertificateText.certificates(in: last.pem)
        else {
            throw HubError(
                .resourceNotFound,
                "\(server) does not present the certificate of its CA.",
                hint: "Ask its operator for it."
            )
        }
        session.notice(
            "\(server) presented this certificate, and nothing vouches for it yet: compare the fingerprint with what "
                + "'devicestream ca fingerprint' prints on the server's machine."
        )
        self.pem = pem
        fingerprint = last.fingerprint
    }
}
