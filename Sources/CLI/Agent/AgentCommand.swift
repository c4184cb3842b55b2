import ArgumentParser

/// `agent`: the program beside a device that lets services in.
struct AgentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent",
        abstract: "Serve what is beside a device, such as its SSH, to whom its hub lets in.",
        subcommands: [AgentRun.self, AgentCheck.self]
    )
}
