import ArgumentParser

/// `echo device`.
struct EchoDevice: TunnelVerb {
    static let configuration = CommandConfiguration(
        commandName: "device",
        abstract: "Be a device: take every stream, and send back what comes.",
        discussion: "The other side is 'devicestream echo service', or any program that opens a stream."
    )

    static let sendsRequests = false

    @OptionGroup var login: AgentLoginOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func plan() throws -> TunnelPlan {
        .agentRun(
            AgentPlan(login: try login.login(), services: .echo, acceptProgram: [], acceptTimeout: .zero)
        )
    }
}
