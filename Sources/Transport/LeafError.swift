/// Why a server certificate cannot be issued.
package enum LeafError: Error, Equatable, Sendable {
    /// No name was asked for.
    case noNames
    /// Neither a DNS name nor an address.
    case badName(String)
    /// The CA is at its end, or the clock stands before its beginning.
    case authorityNotValid
    /// The cryptographic library refused.
    case signingFailed(String)
}
