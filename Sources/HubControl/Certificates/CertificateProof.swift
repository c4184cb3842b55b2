import HubModel
import HubStore
import X509

/// What somebody shows to prove that he has the key of a registered CA.
struct CertificateProof: Sendable {
    let certificate: ClientCertificate

    /// Throws `ArgumentInvalid` unless the certificate is that of a CA, now or soon.
    static func checkAuthority(_ certificate: ClientCertificate, at now: Timestamp) throws(HubError) {
        guard certificate.certificate.isAuthority else {
            throw refusal(
                "The certificate of '\(shown(certificate))' is not that of a CA: its basic constraints or key usage "
                    + "say nothing of it.",
                hint: "Register the certificate that signs those of the devices."
            )
        }
        guard now <= certificate.validUntil else {
            throw refusal("The certificate of '\(shown(certificate))' expired at \(certificate.validUntil).")
        }
    }

    /// Throws `ArgumentInvalid` unless the CA in the row has signed the certificate for the row's code, and
    /// `ResourceConflict` where the row has no code.
    func check(_ row: CertificateRow, at now: Timestamp) throws(HubError) {
        guard let code = row.verificationCode else {
            throw HubError(
                .resourceConflict,
                "No verification code is waiting for the certificate '\(row.name)'.",
                hint: "Make one: devicestream certificate generate-verification-code \(row.name)"
            )
        }
        guard let authority = ClientCertificate(der: row.der) else {
            throw HubError(
                .serverError,
                "The server could not read what it has stored.",
                detail: "damaged: certificate '\(row.name)'"
            )
        }
        guard certificate.isNamed(code) else {
            throw Self.refusal(
                "The common name of the verification certificate is not the verification code.",
                hint: "Sign one for CN=CODE, with the newest code of this certificate."
            )
        }
        let shown = certificate.certificate
        guard shown.issuer == authority.certificate.subject, shown.hasSoundSignature,
            authority.certificate.publicKey.isValidSignature(shown.signature, for: shown)
        else {
            throw Self.refusal(
                "The verification certificate is not signed by the key of '\(Self.shown(authority))'.",
                hint: "Sign it with the key of the CA that is registered as '\(row.name)'."
            )
        }
        guard certificate.isValid(at: now) else {
            throw Self.refusal(
                "The verification certificate is valid from \(certificate.validFrom) to \(certificate.validUntil), "
                    + "which is not now: \(now)."
            )
        }
    }

    private static func shown(_ certificate: ClientCertificate) -> String {
        VisibleText.show(certificate.subject, limit: 100)
    }

    private static func refusal(_ message: String, hint: String? = nil) -> HubError {
        HubError(.argumentInvalid, message, target: "certificate", hint: hint)
    }
}
