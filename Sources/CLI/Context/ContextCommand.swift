import ArgumentParser

/// `context`: the saved logins.
struct ContextCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "context",
        abstract: "Manage saved logins; their tokens are never shown.",
        subcommands: [ContextList.self, ContextUse.self, ContextShow.self, ContextDelete.self]
    )

    static let shape = TableShape([
        .init("Current", "current"), .init("Name", "name"), .init("Server", "server"), .init("Hub", "hub"),
    ])
}
