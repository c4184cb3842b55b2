import HubModel

/// What `forward` is to do.
package struct ForwardPlan: Equatable, Sendable {
    package let wish: StreamWish
    /// At least one.
    package let rules: [ForwardRule]
    /// A program and its arguments, to be run while the ports are open; empty where there is none.
    package let program: [String]
}
