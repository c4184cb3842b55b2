import CLI
import HubModel

/// The demo's two ports.
struct DemoPorts: Sendable {
    let echo: ForwardListener
    let web: ForwardListener
    /// Both, on each loopback address.
    let listeners: [ForwardListener]

    static func open() async throws -> DemoPorts {
        let echo = try await open(.echo)
        let web = try await open(.web)
        return DemoPorts(echo: echo[0], web: web[0], listeners: echo + web)
    }

    private static func open(_ service: BuiltInService) async throws -> [ForwardListener] {
        try await ForwardListener.open(
            ForwardRule(bind: .loopback, port: 0, target: ServiceName(checked: service.rawValue))
        )
    }
}
