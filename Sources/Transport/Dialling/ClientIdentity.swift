/// The certificate by which a client is known, and its key, in PEM files.
package struct ClientIdentity: Equatable, Sendable {
    /// The certificate first, then those that lead to its CA.
    package let certificateFile: String
    /// The private key, not encrypted.
    package let keyFile: String

    package init(certificateFile: String, keyFile: String) {
        self.certificateFile = certificateFile
        self.keyFile = keyFile
    }
}
