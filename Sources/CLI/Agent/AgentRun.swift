import ArgumentParser

/// `agent run`.
struct AgentRun: TunnelVerb {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run the agent of a device: it dials out to the hub, and serves what you name.",
        discussion: """
            Only what --service names is ever dialled; anything else is rejected with a reason. A service that does not \
            answer is told before the stream is accepted. The agent comes back by itself whenever its hub was away.

              devicestream device connection-string press-07 -o tsv >press-07.txt
              devicestream agent run --connection-string-file press-07.txt \\
                --service ssh=127.0.0.1:22

            It says a line about each stream on standard error; with -o jsonl, each event is a line of JSON on standard \
            output.
            """
    )

    static let sendsRequests = false

    @OptionGroup var agent: AgentOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func plan() throws -> TunnelPlan { .agentRun(try agent.plan()) }
}
