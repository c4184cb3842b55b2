import CCurl
import HubModel

/// Says why a certificate is not trusted, by showing whose it is.
enum TrustFailure {
    /// Reads the presented chain in a handshake of its own, which carries no credential: the one that failed does not
    /// give it.
    ///
    /// `verification` is what the TLS library says of the chain.
    static func error(
        _ code: CURLcode,
        verification: Int,
        _ reason: String,
        _ settings: ClientSettings
    ) -> HubError {
        if code == CURLE_SSL_CACERT_BADFILE {
            return HubError(
                .tlsTrustFailed,
                "The file of trusted CAs cannot be read: \(reason).",
                hint: "Name one that can with --cacert FILE; Debian has the system's in the package ca-certificates."
            )
        }
        var message = "The certificate of \(settings.server) is not trusted: \(reason)."
        // The reason above stands without it: a server that has gone since is no reason to say less.
        if let leaf = try? CertificateProbe.chain(settings).first {
            message += " It is for '\(VisibleText.show(leaf.subjectOrNames, limit: 200))' and was issued by "
            message += "'\(VisibleText.show(leaf.issuer, limit: 200))'."
        }
        return HubError(
            .tlsTrustFailed,
            message,
            hint: hint(verification, ofPeer: code == CURLE_PEER_FAILED_VERIFICATION, settings.server)
        )
    }

    /// What to do about it: a fingerprint helps against an unknown CA, and against nothing else.
    static func hint(_ verification: Int, ofPeer: Bool, _ server: ServerURL) -> String {
        switch verification {
        case notYetValid, hasExpired:
            "Check the clock of this machine. Where it is right, the server's operator must renew the certificate."
        case nameDiffers where ofPeer:
            "Write the server as its certificate names it; where '\(server.host)' is right, check DNS and --resolve."
        default:
            """
            If that issuer is the server's own CA, ask its operator for the output of: devicestream ca fingerprint
            Then: devicestream login --server \(server) --ca-fingerprint sha256:…
            """
        }
    }

    /// OpenSSL's `X509_V_ERR_UNSPECIFIED`: libcurl's first word, which stays where it finds the name to be another.
    private static let nameDiffers = 1
    /// OpenSSL's `X509_V_ERR_CERT_NOT_YET_VALID`.
    private static let notYetValid = 9
    /// OpenSSL's `X509_V_ERR_CERT_HAS_EXPIRED`.
    private static let hasExpired = 10
}
