/// Whose signature on the server's certificate counts.
package enum Trust: Equatable, Sendable {
    /// The CAs of the operating system.
    case system
    /// The CAs of a PEM file, and no others.
    case file(String)
    /// The CAs of a directory as `openssl rehash` makes it, and no others.
    case directory(String)
    /// These CAs in PEM, and no others.
    case pem([UInt8])
}
