import HubClient
import HubModel

/// Whose signature a login trusts, and what of it is kept.
struct LoginTrust {
    /// More certificates than a server of ours ever needs, and few enough for a context's file.
    static let maximumBytes = 128 * 1024

    let trust: Trust
    /// For the context: certificates in PEM, or a path; `nil` for the CAs of the system.
    let certificate: String?

    init(_ fingerprint: String?, _ plan: LoginPlan, _ session: Session) throws(HubError) {
        if let fingerprint {
            let pem = try Self.presented(fingerprint, plan, session)
            certificate = pem
            trust = .pem(Array(pem.utf8))
        } else if case .file(let path) = Target.explicitTrust(session.global, session.environment) {
            let pem = try Self.pem(file: path)
            certificate = pem
            trust = .pem(Array(pem.utf8))
        } else if let known = plan.known?.trust {
            certificate = plan.known?.caCertificate
            trust = known
        } else {
            certificate = nil
            trust = Target.standardTrust(session.environment)
        }
    }

    /// The certificate with this fingerprint in the chain that the server presents.
    ///
    /// Nothing else of the chain is trusted: the request that follows verifies the server's certificate with it.
    private static func presented(
        _ text: String,
        _ plan: LoginPlan,
        _ session: Session
    ) throws(HubError) -> String {
        let fingerprint = try PresentedCertificate.normalFingerprint(text)
        let settings = session.settings(server: plan.server, token: nil, trust: .system)
        let chain = try CertificateProbe.chain(settings)
        if let found = chain.first(where: { $0.fingerprint == fingerprint }) { return found.pem }
        let presented = chain.map { certificate in
            "'\(VisibleText.show(certificate.subjectOrNames, limit: 200))' \(certificate.fingerprint)"
        }
        throw HubError(
            .tlsTrustFailed,
            "\(plan.server) presents no certificate with this fingerprint; it presents "
                + presented.joined(separator: " and ") + ".",
            target: "--ca-fingerprint",
            hint: """
                If that is the server you mean, print the fingerprint on its machine: devicestream ca fingerprint
                If they differ, somebody may stand between: do not sign in.
                """
        )
    }

    /// The certificates of a file, kept whole so that the login does not depend on the file.
    private static func pem(file path: String) throws(HubError) -> String {
        let file = try Descriptor(reading: path)
        defer { file.close() }
        let text = String(decoding: try file.readAll(limit: maximumBytes), as: UTF8.self)
        // Bundles have words before their first certificate.
        guard let pem = CertificateText.certificates(in: text) else {
            throw HubError(
                .usage,
                "\(SystemFile.quoted(path)) holds no certificate in PEM.",
                target: "--cacert",
                hint: "Give the CA's certificate, a file that begins with -----BEGIN CERTIFICATE-----"
            )
        }
        return pem
    }
}
