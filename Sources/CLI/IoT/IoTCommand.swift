import ArgumentParser

/// `iot hub devicestream show`: what fingers know from `az`.
struct IoTCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "iot",
        abstract: "The commands of az, as far as they are the same here.",
        shouldDisplay: false,
        subcommands: [IoTHubCommand.self]
    )
}

/// `iot hub`.
struct IoTHubCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hub",
        abstract: "Hubs, in the words of az.",
        subcommands: [IoTDeviceStreamCommand.self]
    )
}

/// `iot hub devicestream`.
struct IoTDeviceStreamCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devicestream",
        abstract: "Device streams of a hub, in the words of az.",
        subcommands: [ShowCommand.self]
    )
}
