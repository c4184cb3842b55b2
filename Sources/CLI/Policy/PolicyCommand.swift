import ArgumentParser

/// `policy`: shared access policies of a hub.
struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Manage shared access policies and their keys.",
        subcommands: [PolicyList.self, PolicyShow.self, PolicyRotateKey.self, PolicyConnectionString.self]
    )

    static let shape = TableShape([
        .init("Name", "name"), .init("Rights", "rights"), .init("UpdatedAt", "updatedAt"),
    ])
}
