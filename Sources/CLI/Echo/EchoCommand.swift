import ArgumentParser

/// `echo`: the smallest device and the smallest service.
struct EchoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "echo",
        abstract: "Be a device that sends back what it gets, or a service that talks to one.",
        subcommands: [EchoDevice.self, EchoService.self]
    )
}
