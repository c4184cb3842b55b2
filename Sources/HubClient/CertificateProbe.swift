import CCurl
package import HubModel

/// Reads the certificates that a server presents, without trusting them.
///
/// The connection is closed after the handshake: no request and no credential is ever sent over it. What was read is
/// worth something only when its fingerprint came another way.
package enum CertificateProbe {
    /// The chain, leaf first.
    ///
    /// It blocks. Throws `ServerUnreachable` where no handshake comes about.
    package static func chain(_ settings: ClientSettings) throws(HubError) -> [PresentedCertificate] {
        let handle = try CurlHandle()
        try handle.reset()
        var bare = settings
        bare.token = nil
        bare.trust = .system
        try handle.apply(bare)
        try handle.set(CURLOPT_SSL_VERIFYPEER, 0)
        try handle.set(CURLOPT_SSL_VERIFYHOST, 0)
        try handle.set(CURLOPT_CONNECT_ONLY, true)
        try handle.set(CURLOPT_CERTINFO, true)
        try handle.set(CURLOPT_URL, settings.server.description + "/")
        try handle.apply(deadline: settings.timeout, isStreamed: false)
        let code = handle.perform()
        guard code == CURLE_OK else { throw CurlFailure(code, handle, bare).error }
        let chain = handle.certificates.compactMap(PresentedCertificate.init(fields:))
        guard !chain.isEmpty else {
            throw HubError(
                .localFailure,
                "This libcurl does not show the certificates of a server.",
                hint: "Install libcurl with OpenSSL; on Debian: libcurl4."
            )
        }
        return chain
    }
}
