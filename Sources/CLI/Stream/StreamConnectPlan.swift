package import HubModel

/// What `stream connect` is to do.
package struct StreamConnectPlan: Equatable, Sendable {
    package let wish: StreamWish
    /// What the agent is asked for; its default where it is `nil`.
    package let target: ServiceName?
}
