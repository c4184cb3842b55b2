/// Why the local certificate authority cannot be used.
///
/// The description is for the operator who starts the server.
package enum LocalAuthorityError: Error, Equatable, Sendable {
    /// The configured domain is no DNS name.
    case invalidDomain(String)
    /// A file is there and cannot be read.
    case unreadable(path: String, reason: String)
    /// A file or the directory cannot be written.
    case unwritable(path: String, reason: String)
    /// There is a CA certificate without its key.
    case keyMissing(key: String, certificate: String)
    /// Others than the owner may read the key; `mode` is octal.
    case keyExposed(path: String, mode: String)
    /// The key file holds no P-256 private key.
    case keyBroken(path: String)
    /// The certificate file holds no single certificate.
    case certificateBroken(path: String)
    /// The certificate is none that this program made: no CA, or without the constraints that keep it harmless.
    case notALocalAuthority(path: String)
    /// The certificate belongs to another key.
    case mismatch(certificate: String, key: String)
    /// The certificate's time is over.
    case expired(path: String, since: String)
    /// The certificate's time has not begun, so this machine's clock is wrong.
    case notYetValid(path: String, from: String)
    /// The CA was made for another domain and may not sign for the configured one.
    case domainDiffers(existing: String, configured: String, certificate: String, key: String)
    /// The certificate could not be made.
    case signingFailed(reason: String)
}

extension LocalAuthorityError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .invalidDomain(let domain):
            """
            '\(domain)' is not a DNS name. Give a domain of letters, digits, hyphens and dots, \
            such as 'hubs.example.com'.
            """
        case .unreadable(let path, let reason):
            "The local CA's file '\(path)' cannot be read: \(reason)."
        case .unwritable(let path, let reason):
            "The local CA's file '\(path)' cannot be written: \(reason)."
        case .keyMissing(let key, let certificate):
            """
            The local CA's certificate '\(certificate)' has no key: '\(key)' is missing. Restore it from a backup, or \
            move '\(certificate)' away to have a new CA made, which every client must then be told to trust.
            """
        case .keyExposed(let path, let mode):
            """
            The local CA's key '\(path)' can be read by others (mode \(mode)). Run 'chmod 600 \(path)'; if somebody \
            may have read it, move it and the certificate away to have a new CA made.
            """
        case .keyBroken(let path):
            "The local CA's key '\(path)' holds no P-256 private key in PEM form. Restore it from a backup."
        case .certificateBroken(let path):
            """
            The local CA's certificate '\(path)' holds no single certificate in PEM form. Restore it, or move it away \
            to have it made anew with the same key.
            """
        case .notALocalAuthority(let path):
            """
            The certificate '\(path)' is not a local CA: it lacks the CA flag or the name constraints. Move it and \
            its key away to have a new CA made, or configure a certificate and key of your own.
            """
        case .mismatch(let certificate, let key):
            """
            The local CA's certificate '\(certificate)' does not belong to the key '\(key)'. Restore both from one \
            backup.
            """
        case .expired(let path, let since):
            """
            The local CA's certificate '\(path)' expired on \(since). Move it away to have it made anew with the same \
            key; every client must then be told to trust the new one.
            """
        case .notYetValid(let path, let from):
            "The local CA's certificate '\(path)' is valid from \(from). Set this machine's clock."
        case .domainDiffers(let existing, let configured, let certificate, let key):
            """
            The local CA is for the domain '\(existing)' and may not sign for '\(configured)'. Start with the domain \
            '\(existing)', or move '\(certificate)' and '\(key)' away to have a new CA made, which every client must \
            then be told to trust.
            """
        case .signingFailed(let reason):
            "The local CA's certificate cannot be made: \(reason)."
        }
    }
}
