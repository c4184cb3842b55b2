import ArgumentParser

/// `log`: what happened at a hub.
struct LogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "See what happened: requests for streams, their ends, and connections of devices.",
        subcommands: [
            LogQuery.self
        ]
    )
}
