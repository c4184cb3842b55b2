import ArgumentParser

/// `agent check`.
struct AgentCheck: TunnelVerb {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract:
            "Test each step of an agent: settings, name, connection, TLS, login, services; exits 12 on a problem.",
        discussion: """
            Takes the options of 'agent run'. What comes after a step that failed is not tested, which is not failed. \
            An agent that runs with the same device loses its connection for a moment: a hub has one of each device.
            """
    )

    static let sendsRequests = false

    @OptionGroup var agent: AgentOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    static var hasResult: Bool { true }

    func plan() throws -> TunnelPlan { .agentCheck(try agent.plan()) }
}
