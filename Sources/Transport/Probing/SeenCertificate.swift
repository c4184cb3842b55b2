import NIOCore
import NIOSSL
import SwiftASN1
import X509

/// A server's certificate as it was shown, trusted or not.
package struct SeenCertificate: Equatable, Sendable {
    /// Who signed it, by its own word.
    package let issuer: String
    /// Whether one of the trusted CAs has the name of `issuer`; always `false` where those are the system's.
    package let namesTrustedIssuer: Bool
    private let names: CertificateNames

    /// What the server of a dialled connection showed; `nil` when it cannot be read.
    init?(in channel: any Channel, trusted: [NIOSSLCertificate]) {
        let context = try? channel.pipeline.syncOperations.context(name: DialHandler.serverTLS)
        // A server without a certificate has none to show.
        guard let handler = context?.handler as? NIOSSLHandler, let der = try? handler.peerCertificate?.toDERBytes(),
            let certificate = try? Certificate(derEncoded: der), let names = try? CertificateNames(der: der)
        else { return nil }
        issuer = certificate.issuer.description
        namesTrustedIssuer = trusted.contains { root in
            // A CA that cannot be read has signed nothing either.
            (try? Certificate(derEncoded: root.toDERBytes()))?.subject == certificate.issuer
        }
        self.names = names
    }

    /// Whether it is for this host name or address.
    package func covers(_ host: String) -> Bool { names.covers(host) }
}
