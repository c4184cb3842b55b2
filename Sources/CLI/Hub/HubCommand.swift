import ArgumentParser
import HubModel

/// `hub`: hubs of the server.
struct HubCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hub",
        abstract: "Manage hubs.",
        subcommands: [HubList.self, HubShow.self, HubCreate.self, HubUpdate.self, HubDelete.self]
    )

    static let shape = TableShape([
        .init("Name", "name"), .init("Location", "location"), .init("ResourceGroup", "resourceGroup"),
        .init("State", "properties", "state"), .init("HostName", "properties", "hostName"), .init("Tags", "tags"),
    ])
}
