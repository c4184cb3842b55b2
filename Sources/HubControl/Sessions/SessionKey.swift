/// What a session is known by: the digest of its id, so that nobody reads the id itself from memory or comparisons.
struct SessionKey: Hashable, Sendable {
    private let digest: [UInt8]

    init(_ id: String) { digest = AccessControl.digest(of: id) }
}
