package import NIOSSL

/// What a server shows in a handshake: a certificate with its chain, and the key to prove it.
package struct ServerCredential: Sendable {
    /// The server's own certificate first, then what leads to a root.
    package let chain: [NIOSSLCertificate]
    /// The key of the first certificate.
    package let key: NIOSSLPrivateKey
    /// The end of the first certificate's time, in milliseconds since 1970.
    package let validUntil: Int64

    package init(chain: [NIOSSLCertificate], key: NIOSSLPrivateKey, validUntil: Int64) {
        self.chain = chain
        self.key = key
        self.validUntil = validUntil
    }

    /// The credential as the change that one handshake makes to its context.
    var handshakeOverride: NIOSSLContextConfigurationOverride {
        var result = NIOSSLContextConfigurationOverride()
        result.certificateChain = chain.map { .certificate($0) }
        result.privateKey = .privateKey(key)
        return result
    }
}
