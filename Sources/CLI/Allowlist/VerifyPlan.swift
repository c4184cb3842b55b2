/// What `allowlist verify` is to do.
package struct VerifyPlan: Equatable, Sendable {
    /// The hub that was named; the context's where it is `nil`.
    package let hub: String?
    /// A file with the list; the server is asked where it is `nil`.
    package let list: String?
    /// Whether endpoints that are not required are left untested.
    package let isRequiredOnly: Bool
}
