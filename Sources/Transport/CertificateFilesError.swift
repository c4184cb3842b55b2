/// Why configured certificate files cannot be used.
///
/// The description is for the operator who configured them.
package enum CertificateFilesError: Error, Equatable, Sendable {
    /// There is no such file.
    case missing(path: String)
    /// The file is there and cannot be read.
    case unreadable(path: String, reason: String)
    /// The file holds no certificate in PEM form.
    case notACertificate(path: String)
    /// The file holds no private key in PEM form that can be used without a passphrase.
    case notAKey(path: String, reason: String)
    /// The key is another one than that of the first certificate.
    case keyDoesNotMatch(key: String, certificate: String)
    /// The first certificate's time is over.
    case expired(path: String, since: String)
}

extension CertificateFilesError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let path):
            "The file '\(path)' does not exist."
        case .unreadable(let path, let reason):
            "The file '\(path)' cannot be read: \(reason)."
        case .notACertificate(let path):
            "The file '\(path)' holds no certificate in PEM form. It must begin with the server's own certificate."
        case .notAKey(let path, let reason):
            "The file '\(path)' holds no usable private key: \(reason)."
        case .keyDoesNotMatch(let key, let certificate):
            """
            The key '\(key)' does not belong to the first certificate in '\(certificate)'. The server's own \
            certificate comes first, then those that lead to the root.
            """
        case .expired(let path, let since):
            "The certificate '\(path)' expired on \(since). Renew it."
        }
    }
}
