import ArgumentParser

/// `endpoint`: the streaming endpoints of a hub.
struct EndpointCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "endpoint",
        abstract: "Manage the streaming endpoints of a hub.",
        discussion: """
            An endpoint is upcoming, active, draining, then retired. Firewalls have the notice period (30 days) before \
            it becomes active and before it goes.
            """,
        subcommands: [EndpointListCommand.self, EndpointAdd.self, EndpointDrain.self, EndpointRetire.self]
    )

    static let shape = TableShape([
        .init("Id", "id"), .init("Url", "url"), .init("Region", "region"), .init("State", "state"),
        .init("Effective", "effective"), .init("Retires", "retires"), .init("Ips", "ips"), .init("Notes", "notes"),
    ])
}
