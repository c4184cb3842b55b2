/// Whose signature on the server's certificate counts.
public enum TrustedAuthorities: Equatable, Sendable {
    /// The CAs of the operating system.
    case system
    /// The CAs of a PEM file, and no others.
    case file(String)
    /// These CAs in PEM, and no others.
    case pem([UInt8])
}
