import Crypto
import NIOSSL
import SwiftASN1
import X509

/// A certificate that was just made, with its key.
///
/// Times are milliseconds since 1970.
struct Leaf {
    let certificate: Certificate
    let key: P256.Signing.PrivateKey
    let validFrom: Int64
    let validUntil: Int64

    /// The form that the TLS library takes.
    func credential(authority: LocalAuthority) throws(LeafError) -> ServerCredential {
        do {
            let der = try certificate.serializeAsPEM().derBytes
            return ServerCredential(
                chain: [try NIOSSLCertificate(bytes: der, format: .der), authority.transportCertificate],
                key: try NIOSSLPrivateKey(bytes: Array(key.pemRepresentation.utf8), format: .pem),
                validUntil: validUntil
            )
        } catch {
            throw .signingFailed("\(error)")
        }
    }
}
