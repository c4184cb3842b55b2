package import HubModel

/// What `allowlist watch` is to do.
package struct WatchPlan: Equatable, Sendable {
    /// The hub that was named; the context's where it is `nil`.
    package let hub: String?
    package let format: AllowlistFormat
    package let interval: Duration
    /// Whether it ends after one look.
    package let isOnce: Bool
    /// The program and its arguments; empty where the list is printed.
    package let words: [String]
    /// How long the program may take.
    package let programLimit: Duration
    /// Where the applied version is remembered; a place for each server, hub, form and program where it is `nil`.
    package let memory: String?
}
