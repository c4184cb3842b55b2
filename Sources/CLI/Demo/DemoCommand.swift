import ArgumentParser

/// `demo`.
struct DemoCommand: TunnelVerb {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "See it work: a hub, a device and a tunnel on this machine, gone when you press Ctrl-C.",
        discussion: """
            Starts the server with a state directory of its own, an agent with an echo and a small web page, and two \
            ports that lead to them; then says what to try. Nothing outside loopback is used, and nothing stays behind.
            """
    )

    static let sendsRequests = false

    @Flag(help: "End after the first echo.")
    var once = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func plan() throws -> TunnelPlan { .demo(DemoPlan(endsAtOnce: once)) }
}

/// What `demo` is to do.
package struct DemoPlan: Equatable, Sendable {
    /// Whether it ends after the first echo.
    package let endsAtOnce: Bool
}
