package import HubModel

/// Which device a command wants streams to, and what it says when it asks.
package struct StreamWish: Equatable, Sendable {
    package let device: DeviceID
    /// The hub that was named; the context's where it is `nil`.
    package let hub: String?
    package let name: StreamName?
    package let module: ModuleID?
    package let reason: String?
    package let waitOnline: Duration
    package let acceptsAnyService: Bool
}
