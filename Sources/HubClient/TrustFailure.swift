import CCurl
import HubModel

/// Says why a certificate is not trusted, by showing whose it is.
enum TrustFailure {
    /// Reads the presented chain in a handshake of its own, which carries no credential: the one that failed does not
    /// give it.
    static func error(_ code: CURLcode, _ reason: String, _ settings: ClientSettings) -> HubError {
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
            hint: """
                If that issuer is the server's own CA, ask its operator for the output of: devicestream ca fingerprint
                Then: devicestream login --server \(settings.server) --ca-fingerprint sha256:…
                """
        )
    }
}
